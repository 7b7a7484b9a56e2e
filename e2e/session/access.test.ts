import { execFile } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { preparePython } from "../foreign/pythonEnvironment.ts";
import { whyNoHosts } from "../hosts/realHosts.ts";
import { openCuttableEndpoint } from "./openCuttableEndpoint.ts";
import { openTerminal } from "./openTerminal.ts";
import { startSessionCluster, type SessionCluster } from "./startSessionCluster.ts";
import { until } from "../support/until.ts";

const NODES = ["compute-gpu-st-distributed-ml-1", "compute-gpu-st-distributed-ml-2"];
const runFile = promisify(execFile);
const noHosts = await whyNoHosts();
const pcluster = preparePython("session-pcluster", ["aws-parallelcluster==3.13.1"]);
const missing = [noHosts].filter((reason) => reason !== undefined);

// oxlint-disable-next-line vitest/no-disabled-tests -- says why this machine cannot run it
test.skip.each(missing)("a cluster of real hosts, as a user has it: not here, %s", () => undefined);

// oxlint-disable-next-line vitest/no-disabled-tests -- as above
test.skip.each(pcluster.kind === "unreachable" ? [pcluster.reason] : [])(
  "the official `pcluster ssh`: not here, %s",
  () => undefined,
);

let cluster: SessionCluster;

beforeAll(async () => {
  if (missing.length === 0) cluster = await startSessionCluster();
});
afterAll(() => cluster?.end());

describe.skipIf(missing.length > 0)("ssh", () => {
  test("trainyard ssh runs a command on the head node and ends as it does", async () => {
    const shown = await cluster.run("ssh", "--sandbox", "--", "sinfo", "-h", "-o", "%D.%t");
    expect(shown).toMatchObject({ code: 0, stdout: "2.idle\n" });
    expect(await cluster.run("ssh", "--sandbox", "--", "echo out; echo err >&2; exit 9")).toMatchObject({
      code: 9,
      stdout: "out\n",
      stderr: expect.stringMatching(/err\n$/),
    });
  });

  test("the dry run is byte for byte what the official program prints", async () => {
    const { address } = await cluster.sshConfig();
    const { code, stdout } = await cluster.run("ssh", "--sandbox", "--dryrun", "--", "-i", "key", "a b'c");
    expect(code).toBe(0);
    expect(stdout).toBe(`{\n  "command": "ssh ubuntu@${address} -i key 'a b'\\"'\\"'c'"\n}\n`);
  });

  test("the head node's public address is of the loopback range", async () => {
    const { address, options } = await cluster.sshConfig();
    expect(address).toMatch(/^127\.1[89]\./);
    expect(options["HostName"]).toBe(address);
  });

  test("with the entry of ssh-config ssh, scp and sftp reach it by name, and the printed command works", async () => {
    const { file, address } = await cluster.sshConfig();
    const script = `set -e
head -c 2000000 /dev/urandom >sent
scp -q -F "$1" sent ml-cluster:copied
echo 'get copied back' | sftp -q -F "$1" -b - ml-cluster >/dev/null
cmp sent back
ssh -F "$1" ml-cluster hostname
ssh -F "$1" ubuntu@"$2" hostname`;
    const { stdout } = await shell(script, file, address);
    const [byName, byAddress] = stdout.trim().split("\n");
    expect(byName).toMatch(/^ip-10-/);
    expect(byAddress).toBe(byName);
  });

  test("keys are the user's alone, and a host with another key than before is refused", async () => {
    const { options } = await cluster.sshConfig();
    const { IdentityFile = "", UserKnownHostsFile: known = "" } = options;
    expect(statSync(IdentityFile).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(known)).mode & 0o777).toBe(0o700);
    await cluster.run("ssh", "--sandbox", "--", "true");
    const before = readFileSync(known, "utf8");
    onTestFinished(() => writeFileSync(known, before));
    const { stdout: other } = await shell(
      "rm -f other*; ssh-keygen -q -t ed25519 -N '' -f other; cut -d' ' -f1,2 other.pub",
    );
    writeFileSync(known, `${options["HostKeyAlias"]} ${other}`);
    const refused = await cluster.run("ssh", "--sandbox", "--", "true");
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain("REMOTE HOST IDENTIFICATION HAS CHANGED");
  });

  test.skipIf(pcluster.kind === "unreachable")(
    "the official `pcluster ssh` opens a shell on it, unmodified",
    async () => {
      const { options } = await cluster.sshConfig();
      const bin = pcluster.kind === "ready" ? pcluster.binPath : "";
      const known = join(cluster.program.directory, "official-known-hosts");
      // A machine that does not give port 22 has the door at another one.
      const words = `-i ${options["IdentityFile"]} -p ${options["Port"]} -o UserKnownHostsFile=${known}`;
      const terminal = openTerminal(`${bin}/pcluster ssh -n ml-cluster ${words}`, {
        directory: cluster.program.directory,
        environment: cluster.environment,
      });
      await terminal.shows("Are you sure you want to continue connecting");
      terminal.type("yes\r");
      await terminal.shows(/ubuntu@ip-10-/);
      terminal.type("sinfo -h -o %D.%T; exit\r");
      await terminal.shows("2.idle");
      expect(await terminal.ended).toBe(0);
    },
  );
});

describe.skipIf(missing.length > 0)("connect", () => {
  test("a command gets its arguments as they are, shows its output as it comes and gives its exit code", async () => {
    const words = ["printf", "<%s>", "a b", "c'd", "$HOME", ""];
    expect(await cluster.run("connect", "--sandbox", "--", ...words)).toMatchObject({
      code: 0,
      stdout: "<a b><c'd><$HOME><>",
    });
    const terminal = cluster.open("connect --sandbox -- sh -c 'echo one; sleep 3; echo two; exit 5'");
    expect(await terminal.shows("one\n")).not.toContain("two");
    expect(await terminal.ended).toBe(5);
  });

  test("bytes arrive whole", async () => {
    const { code, stdout, stderr } = await cluster.run("connect", "--sandbox", "--", "seq", "1", "100000");
    expect([code, stderr]).toEqual([0, ""]);
    const wanted = Array.from({ length: 100_000 }, (_, index) => `${index + 1}\n`).join("");
    expect(stdout.length).toBe(wanted.length);
    expect(stdout === wanted).toBe(true);
  });

  test("Ctrl-C ends a command here and on the node", async () => {
    const terminal = cluster.open("connect --sandbox -- sh -c 'echo begun; exec sleep 98127'");
    await terminal.shows("begun");
    terminal.type("\u0003");
    expect(await terminal.ended).not.toBe(0);
    await until("the command has ended on the node", 20, async () => {
      const { code } = await cluster.run("connect", "--sandbox", "--", "pgrep", "-f", "^sleep 98127");
      return code === 1;
    });
  });

  test("a shell is a login of the cluster's user, on a terminal that follows this one", async () => {
    const terminal = cluster.open("connect --sandbox");
    await terminal.shows(/ubuntu@ip-10-[\d-]+\S*\$ $/);
    terminal.type("id -un; pwd; stty size; squeue -h | wc -l\r");
    await terminal.shows(/ubuntu\n\/home\/ubuntu\n40 120\n0\n/);
    terminal.resize(91, 27);
    terminal.type("sleep 1000\r");
    await terminal.shows(/sleep 1000\n/);
    terminal.type("\u0003");
    await terminal.shows("^C");
    terminal.type("stty size; exit\r");
    await terminal.shows("27 91");
    expect(await terminal.ended).toBe(0);
  });

  test("a compute node is found by each of its names, and one that is not there is refused", async () => {
    const status = await cluster.run("status", "--sandbox", "--nodes");
    const [, id = "", address = ""] =
      /distributed-ml (i-[0-9a-f]+) +running (10[\d.]+)/.exec(status.stdout) ?? [];
    const hostName = `ip-${address.replaceAll(".", "-")}`;
    const first = await cluster.run("connect", "--sandbox", "--node", id, "--", "hostname");
    expect(NODES).toContain(first.stdout.trim());
    for (const name of [address, hostName, first.stdout.trim()])
      expect(await cluster.run("connect", "--sandbox", "--node", name, "--", "hostname")).toMatchObject({
        stdout: first.stdout,
      });
    const absent = await cluster.run("connect", "--sandbox", "--json", "--node", "x-st-y-7", "--", "true");
    expect(absent).toMatchObject({ code: 4, events: [{ code: "NODE_NOT_REACHABLE" }] });
  });

  test("a shell whose connection breaks goes on where it was", async () => {
    const endpoint = await openCuttableEndpoint(cluster.endpoint);
    onTestFinished(() => endpoint.close());
    const terminal = cluster.open(`connect --endpoint-url ${endpoint.url}`);
    await terminal.shows(/ubuntu@ip-10-[\d-]+\S*\$ $/);
    terminal.type("kept=before\r");
    endpoint.cut();
    terminal.type('echo "$kept and after"; exit\r');
    await terminal.shows("before and after\n");
    expect(await terminal.ended).toBe(0);
    expect(endpoint.channelCount()).toBe(2);
  });
});

describe.skipIf(missing.length > 0)("logs and fleet", () => {
  test("logs --follow shows what a job writes meanwhile, until Ctrl-C", async () => {
    const terminal = cluster.open("logs --sandbox --stream slurmctld --follow --limit 1");
    await terminal.shows(/\[20\d\d-/);
    const job = await cluster.run("submit", "--sandbox", "--nodes", "2", "--", "hostname");
    expect(job.code).toBe(0);
    expect(job.stdout.trim().split("\n").sort()).toEqual(NODES);
    await terminal.shows(/_job_complete: JobId=\d+ done/);
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(0);
  });

  test("a fleet that is stopped has no nodes, and one that is started works again", async () => {
    onTestFinished(() => cluster.run("fleet", "start", "--sandbox").then(() => undefined));
    expect(await cluster.run("fleet", "stop", "--sandbox", "--yes")).toMatchObject({ code: 0 });
    const stopped = await cluster.run("connect", "--sandbox", "--", "sinfo", "-h", "-o", "%a %T");
    expect(stopped.stdout).toMatch(/^inact/);
    expect((await cluster.run("status", "--sandbox", "--json")).events[0]).toMatchObject({
      fleetStatus: "STOPPED",
    });
    expect(await cluster.run("fleet", "start", "--sandbox")).toMatchObject({ code: 0 });
    const job = await cluster.run("submit", "--sandbox", "--nodes", "2", "--", "hostname");
    expect(job.stdout.trim().split("\n").sort()).toEqual(NODES);
    expect((await cluster.run("fleet", "start", "--sandbox")).stdout).toContain("The fleet runs already.");
  });
});

function shell(script: string, ...args: string[]) {
  const { directory } = cluster.program;
  return runFile("bash", ["-c", script, "bash", ...args], { cwd: directory, env: cluster.environment });
}
