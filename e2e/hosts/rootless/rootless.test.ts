import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { whatForbids } from "../../../packages/sandbox/src/hosts/machine/examineRights.ts";
import { machineNetwork } from "../realHosts.ts";
import { createTestUser, type TestUser } from "./createTestUser.ts";

const isRoot = process.getuid?.() === 0;
const reason = isRoot ? await whatForbids() : "a user for the test can be made by root only";
if (reason !== undefined) process.stderr.write(`tests without root are left out: ${reason}\n`);

/** The suites of hosts, which are the same with and without root. */
const SUITES = ["hostContract", "namespaceHosts", "hostNetworks", "hostCommands", "hostLife", "hostCrash"];

const before = reason === undefined ? machineNetwork() : "";

describe.skipIf(reason !== undefined)("without root", () => {
  let user: TestUser;

  beforeAll(async () => {
    user = createTestUser();
    const options = { bundle: true, format: "esm", platform: "node", target: "node20" } as const;
    const outfile = join(user.base, "mnt/enter.mjs");
    await build({ ...options, entryPoints: ["e2e/hosts/rootless/inUserNamespace.ts"], outfile });
    // The user has a home of its own, and so the packages are installed once more: not within a test's time.
    await user.run(trainyard("sandbox", "start", "--detach"));
    await user.run(trainyard("sandbox", "stop"));
  });

  afterAll(async () => {
    await vi.waitFor(() => checkNothingIsLeft(user), 5_000);
    user.end();
  });

  test("every suite of hosts passes as root of a user namespace", async () => {
    const vitest = ["/mnt/clone/node_modules/vitest/vitest.mjs", "run", "--configLoader", "runner"];
    const files = SUITES.map((name) => `e2e/hosts/${name}.test.ts`);
    // The clone is not the user's to write into.
    const report = ["--project", "hosts", "--reporter", "json", "--outputFile", "/mnt/tmp/report.json"];
    const argv = [
      "env",
      "-C",
      "/mnt/clone",
      "node",
      "/mnt/enter.mjs",
      "node",
      ...vitest,
      ...files,
      ...report,
    ];
    const { exitCode, stderr } = await user.run(argv, { environment: { CI: "true" } });
    const text = readFileSync(join(user.base, "mnt/tmp/report.json"), "utf8");
    const { numPassedTests, numTotalTests, testResults } = JSON.parse(text);
    const failed = JSON.stringify(testResults).match(/"failureMessages":\["[^"]{0,600}/g) ?? [];
    expect(failed, stderr).toEqual([]);
    expect(numTotalTests).toBeGreaterThan(35);
    expect(numPassedTests).toBe(numTotalTests);
    expect(exitCode).toBe(0);
  });

  test("sandbox start takes real hosts by itself, and stop leaves no process", async () => {
    const started = await user.run(trainyard("sandbox", "start", "--detach"));
    expect(started, started.stderr).toMatchObject({ exitCode: 0 });
    const { stdout } = await user.run(trainyard("sandbox", "status", "--json"));
    expect(JSON.parse(stdout)).toMatchObject({ hosts: "namespaces" });
    expect(await user.run(trainyard("sandbox", "stop"))).toMatchObject({ exitCode: 0 });
    expect(user.processes()).toEqual([]);
  });

  test("the demo ends with a finished job on real Slurm, and leaves no file", async () => {
    const demo = await user.run(trainyard("demo"));
    expect(demo, `${demo.stdout}${demo.stderr}`).toMatchObject({ exitCode: 0 });
    expect(demo.stderr).toContain("COMPLETED: 2 of 2 nodes ready");
    expect(demo.stdout).toContain("checkpoints/latest.json");
    const left = readdirSync(join(user.base, "mnt/tmp")).filter((name) => name.startsWith("trainyard-demo"));
    expect(left).toEqual([]);
  });

  test.each([
    {
      what: "a range of users",
      options: { hasRanges: false },
      says: /tester has no range of 65535 users in \/etc\/subuid and \/etc\/subgid; `sudo usermod --add-subuids \d+-\d+ --add-subgids \d+-\d+ tester` gives it/,
    },
    {
      what: "newuidmap",
      options: { hasMappers: false },
      says: /newuidmap is missing; `sudo apt-get install uidmap` brings it/,
    },
  ])("where $what is missing hosts are simulated, and it says what mends that", async ({ options, says }) => {
    const doctor = await user.run(trainyard("sandbox", "doctor"), options);
    expect(doctor.stdout).toMatch(says);
    expect(doctor.stdout).toContain("--hosts auto takes simulated");
    const started = await user.run(trainyard("sandbox", "start", "--detach"), options);
    expect(started.stderr).toMatch(says);
    const { stdout } = await user.run(trainyard("sandbox", "status", "--json"), options);
    expect(JSON.parse(stdout)).toMatchObject({ hosts: "simulated" });
    await user.run(trainyard("sandbox", "stop"), options);
    const refused = await user.run(trainyard("sandbox", "start", "--hosts", "namespaces"), options);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain("error SANDBOX_HOSTS_UNAVAILABLE: ");
  });
});

function checkNothingIsLeft(user: TestUser): void {
  const left = user.processes();
  if (left.length > 0) throw new Error(`processes are left: ${left.join(" ")}`);
  if (machineNetwork() !== before) throw new Error("something of the hosts' network is left");
}

function trainyard(...args: string[]): string[] {
  return ["node", "/mnt/clone/bin/trainyard.js", ...args];
}
