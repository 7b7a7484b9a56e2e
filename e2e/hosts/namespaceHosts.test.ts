import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testHostDriverContract } from "../../packages/sandbox/src/hosts/testing/hostDriverContract.ts";
import { EVERYONE, testHost, testNetwork } from "../../packages/sandbox/src/hosts/testing/testHosts.ts";
import { createRealHosts, machineState, processesAbout, whyNoHosts, type RealHosts } from "./realHosts.ts";

const reason = await whyNoHosts();
const shared = mkdtempSync(join(tmpdir(), "trainyard-shared-"));
afterAll(() => rmSync(shared, { recursive: true, force: true }));

describe.skipIf(reason !== undefined)("the contract", () => {
  const directories: string[] = [];
  testHostDriverContract("namespaces", () => {
    const hosts = createRealHosts();
    directories.push(hosts.directory);
    return hosts.driver;
  });
  afterAll(() => {
    for (const directory of directories) {
      expect(processesAbout(directory)).toEqual([]);
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe.skipIf(reason !== undefined)("hosts of namespaces", () => {
  const before = machineState();
  const [a, b, c] = ["10.1.0.10", "10.1.0.11", "10.1.16.10"];
  const connections: string[] = [];
  let hosts: RealHosts;

  beforeAll(async () => {
    mkdirSync(join(shared, "read only"));
    writeFileSync(join(shared, "read only/file"), "kept");
    hosts = createRealHosts({
      endpoint: {
        port: 4566,
        onConnection(socket) {
          socket.on("data", (data) => connections.push(data.toString()));
          socket.end("from the sandbox");
        },
      },
    });
    hosts.driver.configureNetwork(
      testNetwork([a, b, c], {
        publicAddresses: [{ publicIpAddress: "198.18.77.10", privateIpAddress: a }],
      }),
    );
    const program = {
      environment: { SLURM_CONF: "/opt/slurm/etc/it's.conf" },
      mounts: [
        { source: join(shared, "home"), target: "/home" },
        { source: join(shared, "read only"), target: "/data/read only", readOnly: true },
      ],
    };
    const states = await Promise.all([
      hosts.run(
        testHost("a", a, { program: { ...program, sshd: true, boot: { argv: ["echo", "booted"] } } }),
      ),
      hosts.run(testHost("b", b, { program, gpuCount: 8 })),
      hosts.run(
        testHost("c", c, {
          program: { ...program, boot: { argv: ["no-such-program"] } },
          subnetId: "subnet-b",
        }),
      ),
    ]);
    expect(states).toEqual(["running", "running", "running"]);
  });

  afterAll(async () => {
    await hosts.driver.close();
    expect(hosts.defects).toEqual([]);
    expect(hosts.holdCount()).toBe(0);
    expect(processesAbout(hosts.directory)).toEqual([]);
    expect(machineState()).toEqual(before);
    rmSync(hosts.directory, { recursive: true, force: true });
  });

  test("a host has the name and the address that EC2 gave, and processes of its own", async () => {
    expect(await hosts.on("i-a", "hostname")).toBe("ip-10-1-0-10");
    expect(await hosts.on("i-a", "ip", "-4", "-o", "address", "show", "eth0")).toContain(`${a}/20`);
    expect(await hosts.on("i-a", "sh", "-c", "cat /proc/1/comm")).toBe("sh");
  });

  test("hosts resolve each other's names, and those that others published", async () => {
    const names = { vpcId: "vpc-a", source: "test", addresses: { "head-node.ml.pcluster": a } };
    hosts.driver.publishNames(names);
    expect(await hosts.on("i-b", "getent", "hosts", "ip-10-1-16-10.us-west-2.compute.internal")).toContain(c);
    expect(await hosts.on("i-c", "getent", "hosts", "head-node.ml.pcluster")).toContain(a);
    hosts.driver.publishNames({ ...names, addresses: {} });
    expect(
      (await hosts.driver.execute("i-c", { argv: ["getent", "hosts", "head-node.ml.pcluster"] })).exitCode,
    ).toBe(2);
  });

  test("the image's user has the key of the key pair, once, in the common home", async () => {
    const keys = readFileSync(join(shared, "home/ubuntu/.ssh/authorized_keys"), "utf8");
    expect(keys).toBe("ssh-ed25519 AAAA test\n");
    expect(statSync(join(shared, "home/ubuntu")).uid).toBe(1000);
    const { stdout } = await hosts.driver.execute("i-b", {
      user: "ubuntu",
      argv: ["sh", "-c", "id -un; pwd; echo $HOME"],
    });
    expect(stdout).toBe("ubuntu\n/home/ubuntu\n/home/ubuntu\n");
  });

  test("nothing of the machine's accounts is on a host", async () => {
    expect(await hosts.on("i-a", "sh", "-c", "cut -d: -f2 /etc/shadow | sort -u")).toBe("*");
    expect(await hosts.on("i-a", "sh", "-c", "ls /etc/ssh | grep ssh_host || true")).toBe("");
  });

  test("GPUs are as many as the instance type has", async () => {
    expect(await hosts.on("i-b", "sh", "-c", "ls /dev/nvidia*")).toBe(
      Array.from({ length: 8 }, (_, index) => `/dev/nvidia${index}`).join("\n"),
    );
    expect((await hosts.driver.execute("i-a", { argv: ["ls", "/dev/nvidia0"] })).exitCode).toBe(2);
  });

  test("node runs on a host, and Slurm's programs are there", async () => {
    expect(await hosts.on("i-b", "node", "-p", "process.version")).toBe(process.version);
    expect(await hosts.on("i-b", "slurmd", "-V")).toMatch(/^slurm/);
  });

  test("a file of a mount is seen by all hosts; a read-only mount cannot be written", async () => {
    await hosts.on("i-a", "sh", "-c", "echo checkpoint >/home/ubuntu/file");
    expect(await hosts.on("i-c", "cat", "/home/ubuntu/file")).toBe("checkpoint");
    expect(await hosts.on("i-c", "cat", "/data/read only/file")).toBe("kept");
    const refused = await hosts.driver.execute("i-c", { argv: ["touch", "/data/read only/file"] });
    expect(refused.stderr).toContain("Read-only file system");
  });

  test("what boot prints is the console's; a boot that fails leaves the host running", async () => {
    await vi.waitFor(() => expect(hosts.driver.consoleOutput("i-a")).toContain("booted"));
    await vi.waitFor(() => expect(hosts.driver.consoleOutput("i-c")).toContain("no-such-program"));
    expect(hosts.driver.describe("i-c")).toBe("running");
  });

  test("variables of the program reach commands and login shells alike", async () => {
    expect(await hosts.on("i-a", "printenv", "SLURM_CONF")).toBe("/opt/slurm/etc/it's.conf");
    expect(await hosts.on("i-a", "sh", "-c", ". /etc/profile.d/trainyard.sh; echo $SLURM_CONF")).toBe(
      "/opt/slurm/etc/it's.conf",
    );
  });

  test.each([
    { what: "its exit code", argv: ["sh", "-c", "exit 7"], exitCode: 7 },
    { what: "128 and the signal", argv: ["sh", "-c", "kill -TERM $$"], exitCode: 143 },
    { what: "127 when there is no such program", argv: ["no-such-program"], exitCode: 127 },
  ])("a command ends with $what", async ({ argv, exitCode }) => {
    expect((await hosts.driver.execute("i-a", { argv, user: "ubuntu" })).exitCode).toBe(exitCode);
  });

  test("a command gets its input, its variables and its words as they are", async () => {
    const script = 'cat; printf "%s|" "$X" "$@"';
    const { stdout } = await hosts.driver.execute("i-a", {
      argv: ["sh", "-c", script, "sh", "two words", "$HOME; exit", ""],
      environment: { X: "a b" },
      stdin: "given ",
    });
    expect(stdout).toBe("given a b|two words|$HOME; exit||");
  });

  test("a command that goes on for too long is killed with what it started", async () => {
    const argv = ["sh", "-c", "sleep 987654 & sleep 987654"];
    const limited = hosts.driver.execute("i-a", { argv, timeoutMs: 300 });
    await expect(limited).rejects.toMatchObject({ code: "HOST_TIMEOUT" });
    await vi.waitFor(async () => {
      expect(await hosts.on("i-a", "sh", "-c", "grep -l 98765[4] /proc/*/cmdline 2>/dev/null || true")).toBe(
        "",
      );
    });
  });

  test("a user that does not exist is said to be none", async () => {
    const { exitCode, stderr } = await hosts.driver.execute("i-a", { argv: ["id"], user: "nobody-here" });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 126,
      stderr: "there is no user nobody-here on this host\n",
    });
  });

  test("a shell has a terminal of the size asked for, can be resized, and ends with the shell's code", async () => {
    const shell = hosts.driver.openShell("i-a", { user: "ubuntu", columns: 100, rows: 30 });
    let shown = "";
    shell.stream.on("data", (data: Buffer) => (shown += data.toString()));
    shell.stream.write("stty size; tty; id -un\n");
    await vi.waitFor(() => expect(shown).toMatch(/30 100[\s\S]*\/dev\/pts\/\d+[\s\S]*ubuntu/), 10_000);
    shell.resize(132, 43);
    await vi.waitFor(() => {
      shell.stream.write("stty size\n");
      expect(shown).toContain("43 132");
    }, 10_000);
    shell.stream.write("exit 5\n");
    expect(await shell.exitCode).toBe(5);
  });

  test("hanging up ends a shell", async () => {
    const shell = hosts.driver.openShell("i-a", { user: "ubuntu", columns: 80, rows: 24 });
    shell.stream.resume();
    shell.close();
    expect(await shell.exitCode).toBeGreaterThan(0);
  });

  test("hosts reach the sandbox at its address, and nothing else outside", async () => {
    const text = await hosts.on("i-c", "node", "-e", `${CONNECT}("169.254.169.253", 4566, "hello")`);
    expect(text).toBe("from the sandbox");
    await vi.waitFor(() => expect(connections).toContain("hello"));
    expect(await hosts.on("i-a", "node", "-e", `${CONNECT}("192.0.2.1", 80)`)).toMatch(
      /ENETUNREACH|EHOSTUNREACH/,
    );
    expect(await hosts.on("i-a", "node", "-e", `${CONNECT}("127.0.0.1", 4566)`)).toBe("ECONNREFUSED");
  });

  test("a public address leads to sshd from this machine, as long as a group lets it", async () => {
    await vi.waitFor(() => expect(hosts.driver.publicAddress("i-a")).toBeDefined());
    const where = hosts.driver.publicAddress("i-a");
    expect(where?.address).toBe("127.18.77.10");
    expect(await greeting(where?.address ?? "", where?.ports["22"] ?? 0)).toMatch(/^SSH-2.0/);
    expect(hosts.driver.publicAddress("i-b")).toBeUndefined();
  });
});

describe.skipIf(reason !== undefined)("networks of hosts", () => {
  const [a, b, c] = ["10.1.0.10", "10.1.0.11", "10.1.16.10"];
  const groupA = {
    id: "sg-a",
    members: [a],
    ingress: [],
    egress: [{ protocol: "-1", peer: { cidrBlocks: [EVERYONE] } }],
  };
  const port = (fromPort: number, peer: { groupId: string } | { cidrBlocks: string[] }) => ({
    protocol: "tcp",
    fromPort,
    toPort: fromPort,
    peer,
  });
  let hosts: RealHosts;

  beforeAll(async () => {
    hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork([a, b, c]));
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"], { vpcId: "vpc-b" }));
    const boot = { argv: ["node", "-e", SERVE] };
    await Promise.all([
      hosts.run(testHost("a", a)),
      hosts.run(testHost("b", b, { program: { boot } })),
      hosts.run(testHost("c", c, { program: { boot }, subnetId: "subnet-b" })),
      hosts.run(testHost("other", "10.1.0.10", { vpcId: "vpc-b", program: { boot } })),
    ]);
  });
  afterAll(() => hosts.end());

  const from = (host: string, address: string, toPort: number) =>
    hosts.on(host, "node", "-e", `${CONNECT}(${JSON.stringify(address)}, ${toPort})`);

  test("hosts of one group reach each other within and over subnets", async () => {
    hosts.driver.configureNetwork(testNetwork([a, b, c]));
    await vi.waitFor(async () => expect(await from("i-a", b, 7001)).toBe("7001"));
    await vi.waitFor(async () => expect(await from("i-a", c, 7002)).toBe("7002"));
  });

  test("a rule lets in its port from its group and no other, in the same subnet too; changes are in force at once", async () => {
    hosts.driver.configureNetwork(
      testNetwork([], {
        securityGroups: [
          groupA,
          { ...groupA, id: "sg-b", members: [b, c], ingress: [port(7001, { groupId: "sg-a" })] },
        ],
      }),
    );
    await vi.waitFor(async () => expect(await from("i-a", b, 7002)).toBe("no answer"));
    expect(await from("i-a", b, 7001)).toBe("7001");
    expect(await from("i-a", c, 7001)).toBe("7001");
    expect(await from("i-b", c, 7001)).toBe("no answer");
  });

  test("what no rule lets out does not leave", async () => {
    hosts.driver.configureNetwork(
      testNetwork([], {
        securityGroups: [
          { ...groupA, egress: [port(7001, { cidrBlocks: ["10.1.16.0/20"] })] },
          { ...groupA, id: "sg-b", members: [b, c], ingress: [port(7001, { cidrBlocks: [EVERYONE] })] },
        ],
      }),
    );
    await vi.waitFor(async () => expect(await from("i-a", b, 7001)).toBe("no answer"));
    expect(await from("i-a", c, 7001)).toBe("7001");
  });

  test("two VPCs with the same addresses know nothing of each other", async () => {
    hosts.driver.configureNetwork(testNetwork([a, b, c]));
    expect(await from("i-other", b, 7001)).not.toBe("7001");
    expect(await hosts.on("i-other", "getent", "hosts", "ip-10-1-0-10")).toContain("10.1.0.10");
    expect(
      (await hosts.driver.execute("i-other", { argv: ["getent", "hosts", "ip-10-1-0-11"] })).exitCode,
    ).toBe(2);
  });

  test("this machine has no way to a host's address", async () => {
    await expect(greeting(b, 7001)).rejects.toThrow();
  });

  test("a host in a subnet that is none ends at once and says why", async () => {
    expect(await hosts.run(testHost("lost", "10.9.0.1", { subnetId: "subnet-none" }))).toBe("terminated");
    expect(hosts.driver.consoleOutput("i-lost")).toContain("subnet-none is no subnet of vpc-a");
    hosts.driver.terminate("i-lost");
  });
});

describe.skipIf(reason !== undefined)("lives of hosts", () => {
  test("a stopped host keeps its disk, lets its programs end, and a terminated one leaves nothing", async () => {
    const hosts = createRealHosts();
    const spec = testHost("a", "10.1.0.10", {
      program: {
        boot: {
          argv: ["sh", "-c", "trap 'echo ended well >>/root/log; exit' TERM; while :; do sleep 0.05; done"],
        },
      },
    });
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    await hosts.run(spec);
    await hosts.on("i-a", "sh", "-c", "echo kept >/var/lib/file; echo kept >/etc/file; echo gone >/tmp/file");
    hosts.driver.stop("i-a");
    expect(hosts.driver.describe("i-a")).toBe("stopped");
    await hosts.run(spec);
    expect(await hosts.on("i-a", "cat", "/var/lib/file", "/etc/file", "/root/log")).toBe(
      "kept\nkept\nended well",
    );
    expect((await hosts.driver.execute("i-a", { argv: ["cat", "/tmp/file"] })).exitCode).toBe(1);
    hosts.driver.terminate("i-a");
    await vi.waitFor(() => expect(hosts.holdCount()).toBe(0));
    await vi.waitFor(() => expect(existsSync(join(hosts.directory, "i-a"))).toBe(false));
    await hosts.end();
  });

  test("a host that is shut down from inside says so", async () => {
    const hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    const states: string[] = [];
    hosts.driver.run(testHost("a", "10.1.0.10"), (state) => states.push(state));
    await vi.waitFor(() => expect(states).toEqual(["running"]), 20_000);
    await hosts.driver.execute("i-a", { argv: ["kill", "-TERM", "1"] });
    await vi.waitFor(() => expect(states).toEqual(["running", "stopped"]), 10_000);
    await hosts.end();
  });

  test("a host that is terminated while it starts leaves nothing", async () => {
    const hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    for (let index = 0; index < 5; index += 1) {
      hosts.driver.run(testHost(String(index), `10.1.0.${10 + index}`), () => undefined);
      setTimeout(() => hosts.driver.terminate(`i-${index}`), index * 20);
    }
    await vi.waitFor(() => expect(hosts.holdCount()).toBe(0), 20_000);
    expect(hosts.defects).toEqual([]);
    await hosts.end();
  });

  test("disks of hosts that nobody knows any more are removed", async () => {
    const hosts = createRealHosts();
    mkdirSync(join(hosts.directory, "i-left"));
    mkdirSync(join(hosts.directory, "i-known"));
    hosts.driver.retain(["i-known"]);
    await vi.waitFor(() => expect(existsSync(join(hosts.directory, "i-left"))).toBe(false));
    expect(existsSync(join(hosts.directory, "i-known"))).toBe(true);
    await hosts.end();
  });
});

/** For `node -e`: prints what the other side says, `no answer` or the error's code. */
const CONNECT = `((host, port, text) => {
  const socket = require("net").connect({ host, port });
  const end = (word) => { process.stdout.write(word); process.exit(0); };
  setTimeout(() => end("no answer"), 700);
  socket.on("data", (data) => end(data.toString()));
  socket.on("error", (error) => end(error.code));
  if (text) socket.write(text);
})`;

/** Answers with the port's number on two ports. */
const SERVE = `for (const port of [7001, 7002]) require("net").createServer((socket) => socket.end(String(port))).listen(port)`;

function greeting(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: 1_000 });
    socket.once("data", (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("timeout", () => {
      socket.destroy();
      reject(new Error("no answer"));
    });
  });
}
