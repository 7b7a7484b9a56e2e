import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testHost, testNetwork } from "../../packages/sandbox/src/hosts/testing/testHosts.ts";
import { runProgram } from "../../packages/sandbox/src/hosts/namespaces/runProgram.ts";
import { CONNECT, greeting, runBySsh } from "./probes.ts";
import {
  createRealHosts,
  machineNetwork,
  mountsBelow,
  processesAbout,
  whyNoHosts,
  type RealHosts,
} from "./realHosts.ts";

const reason = await whyNoHosts();

const shared = mkdtempSync(join(tmpdir(), "trainyard-shared-"));
afterAll(() => rmSync(shared, { recursive: true, force: true }));

describe.skipIf(reason !== undefined)("hosts of namespaces", () => {
  const before = machineNetwork();
  const [a, b, c] = ["10.1.0.10", "10.1.0.11", "10.1.16.10"];
  const connections: string[] = [];
  let hosts: RealHosts;

  beforeAll(async () => {
    mkdirSync(join(shared, "read only"));
    await runProgram("ssh-keygen", [
      "-q",
      "-t",
      "ed25519",
      "-N",
      "",
      "-C",
      "test",
      "-f",
      join(shared, "key"),
    ]);
    const user = { name: "ubuntu", publicKey: readFileSync(join(shared, "key.pub"), "utf8") };
    writeFileSync(join(shared, "read only/file"), "kept");
    hosts = createRealHosts({
      endpoint: {
        port: 4566,
        onConnection(socket) {
          socket.on("error", () => socket.destroy());
          socket.on("data", (data) => {
            connections.push(data.toString());
            socket.end("from the sandbox");
          });
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
    await Promise.all([
      hosts.run(
        testHost("a", a, { user, program: { ...program, sshd: true, boot: { argv: ["echo", "booted"] } } }),
      ),
      hosts.run(testHost("b", b, { user, program, gpuCount: 8 })),
      hosts.run(
        testHost("c", c, {
          user,
          program: { ...program, boot: { argv: ["no-such-program"] } },
          subnetId: "subnet-b",
        }),
      ),
    ]);
  });

  afterAll(async () => {
    await hosts.driver.close();
    checkEnd(hosts, before);
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
    expect(keys).toBe(readFileSync(join(shared, "key.pub"), "utf8"));
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

  test("hosts reach the sandbox at its address, and nothing else outside", async () => {
    const text = await hosts.on("i-c", "node", "-e", `${CONNECT}("169.254.169.253", 4566, "hello")`);
    expect(text).toBe("from the sandbox");
    expect(connections).toEqual(["hello"]);
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

  test("the key pair's owner logs in by ssh, and has the program's variables", async () => {
    await vi.waitFor(() => expect(hosts.driver.publicAddress("i-a")).toBeDefined());
    const { address = "", ports = {} } = hosts.driver.publicAddress("i-a") ?? {};
    const command = "id -un; echo $SLURM_CONF; command -v sinfo";
    const place = { address, port: ports["22"] ?? 0, keyFile: join(shared, "key") };
    const { stdout, stderr } = await runBySsh(place, command);
    expect(`${stdout}${stderr}`).toMatch(/^ubuntu\n\/opt\/slurm\/etc\/it's.conf\n\/usr\/bin\/sinfo/);
  });
});

function checkEnd(hosts: RealHosts, before: string): void {
  expect(hosts.defects).toEqual([]);
  expect(hosts.holdCount()).toBe(0);
  expect(processesAbout(hosts.directory)).toEqual([]);
  expect(machineNetwork()).toEqual(before);
  expect(mountsBelow(hosts.directory)).toEqual([]);
}
