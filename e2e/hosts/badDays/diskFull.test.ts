import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProgram, type Program } from "../../support/createProgram.ts";
import { whyNoHosts } from "../realHosts.ts";
import { awsCalls, type AwsCalls } from "./awsCalls.ts";

const reason =
  (await whyNoHosts()) ?? (process.getuid?.() === 0 ? undefined : "a disk of its own needs root");

const PROJECT =
  "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0, count: 1 }\n";

/** A sandbox on a disk of 64 MiB that nobody else sees, and once more when it has ended. */
const ON_SMALL_DISK = `
mkdir "$1" && mount -t tmpfs -o size=64m,mode=700 tmpfs "$1" || exit 1
shift
"$@"
"$@"
`;

describe.skipIf(reason !== undefined)("when the disk is full", () => {
  let program: Program;
  let sandbox: ChildProcess;
  let words: Interface;
  let disk: string;
  let aws: AwsCalls;

  const run = (...args: string[]) => program.run(args, { environment: { TRAINYARD_STATE_DIR: disk } });

  const untilReady = async (): Promise<void> => {
    const [line]: unknown[] = await once(words, "line");
    const event: unknown = JSON.parse(String(line));
    expect(event).toMatchObject({ type: "sandbox-ready" });
    aws = awsCalls(String(Object(event).endpoint));
  };

  beforeAll(async () => {
    program = createProgram();
    program.write("trainyard.yaml", PROJECT);
    const start = ["sandbox", "start", "--json", "--state", program.stateDirectory, "--speed", "max"];
    const argv = [process.execPath, join("bin", "trainyard.js"), ...start, "--hosts", "namespaces"];
    const script = ["sh", "-c", ON_SMALL_DISK, "disk", program.stateDirectory, ...argv];
    sandbox = spawn("unshare", ["--mount", "--propagation", "private", ...script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (sandbox.stdout === null) throw new Error("the sandbox has no output");
    words = createInterface({ input: sandbox.stdout });
    await untilReady();
    disk = `/proc/${sandbox.pid ?? 0}/root${program.stateDirectory}`;
  });

  afterAll(async () => {
    rmSync(join(disk, "filler"), { force: true });
    await run("sandbox", "stop");
    await program.end();
  });

  test("calls that need space are refused, hosts that need it end, nothing is lost, and a stop waits for space", async () => {
    expect(await run("up", "--sandbox", "--yes")).toMatchObject({ code: 0 });
    expect(await aws.createBucket("kept")).toMatchObject({ status: 200 });
    expect(await aws.putObject("kept", "before", "written before")).toMatchObject({ status: 200 });
    fill(disk);

    const refused = await aws.putObject("kept", "late", "x".repeat(100_000));
    expect(refused).toMatchObject({ status: 507, text: expect.stringContaining("<Code>SandboxDiskFull") });
    const instanceId = await aws.runInstance();
    expect(await aws.untilEnded(instanceId)).toBe("Server.InternalError");
    const second = await run("sandbox", "start", "--state", join(disk, "second"), "--hosts", "simulated");
    expect(second, second.stderr).toMatchObject({ code: 3 });
    expect(second.stderr).toContain("error SANDBOX_DISK_FULL: ");
    const detached = await run("sandbox", "start", "--detach", "--state", join(disk, "third"));
    expect(detached, detached.stderr).toMatchObject({ code: 3 });
    expect(detached.stderr).toContain("error SANDBOX_DISK_FULL: ");
    const stop = await run("sandbox", "stop");
    expect(stop, stop.stderr).toMatchObject({ code: 3 });
    expect(stop.stderr).toContain("error SANDBOX_DISK_FULL: the sandbox does not stop");
    expect(await run("status", "--sandbox")).toMatchObject({ code: 0 });

    rmSync(join(disk, "filler"));
    expect(await aws.putObject("kept", "after", "written after")).toMatchObject({ status: 200 });
    expect(await run("sandbox", "stop")).toMatchObject({ code: 0 });
    await untilReady();
    const status = await run("status", "--sandbox", "--json");
    expect(status.events[0]).toMatchObject({ clusterStatus: "CREATE_COMPLETE" });
    expect(await aws.listKeys("kept")).toEqual(["after", "before"]);
    expect(await aws.untilEnded(instanceId)).toBe("Server.InternalError");
  });
});

/** Writes until nothing more fits. */
function fill(disk: string): void {
  const file = openSync(join(disk, "filler"), "w");
  try {
    for (const size of [2 ** 20, 2 ** 12, 1]) {
      const piece = Buffer.alloc(size, "x");
      try {
        while (writeSync(file, piece) > 0);
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      }
    }
  } finally {
    closeSync(file);
  }
  expect(statfsSync(disk).bavail).toBe(0);
}
