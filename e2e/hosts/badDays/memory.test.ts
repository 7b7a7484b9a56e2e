import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { testHost, testNetwork } from "../../../packages/sandbox/src/hosts/testing/testHosts.ts";
import { createRealHosts, processesAbout, whyNoHosts } from "../realHosts.ts";

const reason = await whyNoHosts();

const LIMIT_BYTES = 64 * 2 ** 20;
/** Takes memory until it is ended. */
const HUNGRY = 'const taken = []; for (;;) taken.push(Buffer.alloc(2 ** 22, "x"))';

describe.skipIf(reason !== undefined)("when memory runs out", () => {
  test("a command that takes too much is ended, its host goes on", async () => {
    const hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    await hosts.run(testHost("a", "10.1.0.10"));
    const group = createMemoryGroup();
    const script = `sleep 0.5; exec node -e '${HUNGRY}' hungry-for-memory`;
    const result = hosts.driver.execute("i-a", { argv: ["sh", "-c", script] });
    await vi.waitFor(() => group.take(processesOf("hungry-for-memory")), { timeout: 5_000, interval: 20 });
    expect(await result).toMatchObject({ exitCode: 137 });
    expect(hosts.driver.describe("i-a")).toBe("running");
    expect(await hosts.on("i-a", "hostname")).toBe("ip-10-1-0-10");
    await hosts.end();
    group.remove();
  });

  test("a host whose first process is ended stops, and its console says what ended it", async () => {
    const hosts = createRealHosts();
    hosts.driver.configureNetwork(testNetwork(["10.1.0.10"]));
    const states: string[] = [];
    hosts.driver.run(testHost("a", "10.1.0.10"), (state) => states.push(state));
    await vi.waitFor(() => expect(states).toEqual(["running"]), 20_000);
    const init = processesAbout(hosts.directory).find((each) => each.includes("/run/trainyard/init"));
    process.kill(Number(init?.split(" ")[0]), "SIGKILL");
    await vi.waitFor(() => expect(states).toEqual(["running", "stopped"]), 10_000);
    expect(hosts.driver.consoleOutput("i-a")).toMatch(
      /the host was ended by signal 9 of the machine; for want of memory the kernel has ended \d+ processes/,
    );
    await hosts.end();
  });
});

interface MemoryGroup {
  /** Puts processes into the group; throws when there is none. */
  take(pids: readonly number[]): void;
  remove(): void;
}

/** A control group of the machine with little memory; where there are none, what is taken is ended as the kernel would. */
function createMemoryGroup(): MemoryGroup {
  const first = "/sys/fs/cgroup/memory";
  const [path, limit] = existsSync(first)
    ? [`${first}/trainyard-${process.pid}`, "memory.limit_in_bytes"]
    : [`/sys/fs/cgroup/trainyard-${process.pid}`, "memory.max"];
  let isThere = false;
  try {
    mkdirSync(path);
    writeFileSync(`${path}/${limit}`, String(LIMIT_BYTES));
    isThere = true;
  } catch {
    process.stderr.write("no memory group can be made here: the test's process is ended by hand\n");
  }
  return {
    take(pids) {
      if (pids.length === 0) throw new Error("there is no such process yet");
      for (const pid of pids) {
        if (isThere) writeFileSync(`${path}/cgroup.procs`, String(pid));
        else process.kill(pid, "SIGKILL");
      }
    },
    remove: () => (existsSync(path) ? rmdirSync(path) : undefined),
  };
}

/** Innermost processes with a word in their command lines. */
function processesOf(word: string): number[] {
  return processesAbout("/")
    .filter((each) => each.includes(word) && !each.includes("nsenter"))
    .map((each) => Number(each.split(" ")[0]));
}
