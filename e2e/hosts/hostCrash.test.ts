import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { ensureLayer } from "../../packages/sandbox/src/hosts/layer/ensureLayer.ts";
import { testHost, testNetwork } from "../../packages/sandbox/src/hosts/testing/testHosts.ts";
import { createRealHosts, machineNetwork, mountsBelow, processesAbout, whyNoHosts } from "./realHosts.ts";

const reason = await whyNoHosts();
const root = mkdtempSync(join(tmpdir(), "trainyard-crash-"));
const program = join(root, "hostsProgram.mjs");

describe.skipIf(reason !== undefined)("when something is killed", () => {
  beforeAll(async () => {
    const options = { bundle: true, format: "esm", platform: "node", target: "node20" } as const;
    await build({ ...options, entryPoints: ["e2e/hosts/hostsProgram.ts"], outfile: program });
    await ensureLayer({ packages: "slurm" });
    return () => rmSync(root, { recursive: true, force: true });
  });

  test.each(["the sandbox", "the supervisor"])(
    "nothing of the hosts is left when %s is killed",
    async (victim) => {
      const before = machineNetwork();
      const directory = newDirectory();
      const sandbox = await startProgram(directory);
      expect(processesAbout(directory).length).toBeGreaterThan(10);
      if (victim === "the sandbox") sandbox.kill("SIGKILL");
      else process.kill(supervisorOf(directory), "SIGKILL");
      await vi.waitFor(() => expect(hostProcesses(directory)).toEqual([]), { timeout: 3_000, interval: 50 });
      sandbox.kill("SIGKILL");
      await vi.waitFor(() => expect(processesAbout(directory)).toEqual([]), { timeout: 3_000, interval: 50 });
      expect(machineNetwork()).toEqual(before);
      expect(mountsBelow(directory)).toEqual([]);
    },
  );

  test("the next start finds the disks and sweeps the rest", async () => {
    const directory = newDirectory();
    const sandbox = await startProgram(directory);
    sandbox.kill("SIGKILL");
    await vi.waitFor(() => expect(processesAbout(directory)).toEqual([]), { timeout: 3_000, interval: 50 });
    const hosts = createRealHosts({ directory });
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    hosts.driver.retain(["i-0"]);
    expect(await hosts.run(testHost("0", "10.1.0.10"))).toBe("running");
    expect(await hosts.on("i-0", "cat", "/var/lib/file")).toBe("kept");
    expect(await hosts.on("i-0", "sh", "-c", "grep -l 97643[1] /proc/*/cmdline 2>/dev/null || true")).toBe(
      "",
    );
    await hosts.driver.close();
    expect(readdirSync(directory)).toEqual(["i-0"]);
  });

  test("a driver whose supervisor was killed says so, and runs hosts again", async () => {
    const hosts = createRealHosts({ directory: newDirectory() });
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    const states: string[] = [];
    hosts.driver.run(testHost("a", "10.1.0.10"), (state) => states.push(state));
    await vi.waitFor(() => expect(states).toEqual(["running"]), 20_000);
    process.kill(supervisorOf(hosts.directory), "SIGKILL");
    await vi.waitFor(() => expect(states).toEqual(["running", "stopped"]), 5_000);
    expect(hosts.defects.join()).toContain("the hosts were lost");
    expect(await hosts.run(testHost("a", "10.1.0.10"))).toBe("running");
    expect(await hosts.on("i-a", "hostname")).toBe("ip-10-1-0-10");
    await hosts.end();
  });

  test("two sandboxes have hosts with the same addresses at once", async () => {
    const [first, second] = [newDirectory(), newDirectory()];
    const programs = await Promise.all([startProgram(first), startProgram(second)]);
    for (const each of programs) each.kill("SIGKILL");
    for (const directory of [first, second])
      await vi.waitFor(() => expect(processesAbout(directory)).toEqual([]), { timeout: 3_000, interval: 50 });
  });
});

function newDirectory(): string {
  return mkdtempSync(join(root, "hosts-"));
}

/** Resolves when both hosts run. */
async function startProgram(directory: string): Promise<ChildProcess> {
  mkdirSync(directory, { recursive: true });
  const child = spawn(process.execPath, [program, directory], { stdio: ["ignore", "pipe", "inherit"] });
  const [said]: unknown[] = await once(child.stdout, "data");
  expect(String(said)).toBe("running running\n");
  return child;
}

/** Processes about the hosts, without the program that runs them. */
function hostProcesses(directory: string): string[] {
  return processesAbout(directory).filter((each) => !each.includes(program));
}

/** The process whose child is the first of the hosts' own. */
function supervisorOf(directory: string): number {
  const supervisor = processesAbout(directory).find((each) => /^\d+ unshare .*--mount-proc/.test(each));
  if (supervisor === undefined) throw new Error("no supervisor runs");
  return Number(supervisor.split(" ")[0]);
}
