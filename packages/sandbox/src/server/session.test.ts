import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  existsSync,
  mkdirSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defineStore } from "../kernel/defineStore.ts";
import { defineService } from "../kernel/ServiceModule.ts";
import { startTestSandbox, type TestSandbox } from "../testing/startTestSandbox.ts";

interface Notes {
  names: string[];
}

const notes = defineStore<Notes>("notes", "global", () => ({ names: [] }));

/** A service that keeps names, and makes one more from a timer. */
const iam = defineService("iam", {
  operations: {
    CreateGroup: {
      members: ["GroupName"],
      run(input, context) {
        context.store(notes).names.push(input.GroupName ?? "");
        context.clock.schedule({
          kind: "iam.later",
          region: context.region,
          payload: input.GroupName ?? "",
          afterMs: 1_000,
          background: true,
        });
        return { Group: undefined };
      },
    },
  },
  timers: {
    "iam.later": (payload, context) =>
      void context.store(notes).names.push(`later ${JSON.stringify(payload)}`),
  },
});

/** A service that learns something only when it is told of a save. */
const sqs = defineService("sqs", {
  operations: {},
  listeners: {
    "sandbox.saving": (_, context) => void context.store(notes).names.push(`seen in ${context.region}`),
  },
});
const regional = defineStore("regional", "region", () => ({}));

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "trainyard-session-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function start(stateDirectory = directory): Promise<TestSandbox> {
  return startTestSandbox({ modules: [iam], stateDirectory });
}

function create(sandbox: TestSandbox, name: string): void {
  sandbox.kernel.context("us-east-1").call("iam", "CreateGroup", { GroupName: name });
}

function namesIn(sandbox: TestSandbox): string[] {
  return sandbox.kernel.context("us-east-1").store(notes).names;
}

async function admin(sandbox: TestSandbox, name: string, body?: Uint8Array<ArrayBuffer> | string) {
  return fetch(`${sandbox.endpoint}/_trainyard/${name}`, {
    method: "POST",
    headers: { "x-trainyard-token": sandbox.token },
    ...(body === undefined ? {} : { body }),
  });
}

test("what was made is there after stop and start, timers included", async () => {
  const first = await start();
  create(first, "a");
  await first.stop();
  expect(existsSync(join(directory, "sandbox.json"))).toBe(false);
  const second = await start();
  expect(namesIn(second)).toEqual(["a"]);
  expect(second.kernel.state.clock.timers).toMatchObject([{ kind: "iam.later", payload: "a" }]);
  await second.stop();
});

test("a change is saved within moments, without a stop", async () => {
  const sandbox = await start();
  create(sandbox, "saved");
  await expect
    .poll(
      () =>
        existsSync(join(directory, "state.json")) ? readFileSync(join(directory, "state.json"), "utf8") : "",
      { timeout: 3_000 },
    )
    .toContain("saved");
  expect(statSync(join(directory, "state.json")).mode & 0o777).toBe(0o600);
  await sandbox.stop();
});

test("two sandboxes cannot use one directory, and a dead one's lock is taken over", async () => {
  const first = await start();
  await expect(start()).rejects.toMatchObject({ code: "ESTATEINUSE", pid: process.pid });
  await first.stop();
  writeFileSync(join(directory, "lock"), "999999999 1\n");
  const second = await start();
  await second.stop();
});

test("a lock of a process id that another process has by now is taken over", async () => {
  writeFileSync(join(directory, "lock"), `${process.pid} 1\n`);
  const sandbox = await start();
  await sandbox.stop();
});

test.each(["", "{", "{}", '{"format":99,"accountId":"1"}', "\u0000\u0001"])(
  "the state file %j is refused with its code",
  async (text) => {
    writeFileSync(join(directory, "state.json"), text);
    await expect(start()).rejects.toMatchObject({ code: "ESTATEFORMAT" });
    await expect(start()).rejects.toMatchObject({ code: "ESTATEFORMAT" });
  },
);

test("reset forgets everything within a tenth of a second", async () => {
  const sandbox = await start();
  create(sandbox, "a");
  for (let index = 0; index < 500; index += 1) writeFileSync(join(directory, "data", `file-${index}`), "x");
  const startMs = performance.now();
  expect((await admin(sandbox, "reset")).status).toBe(200);
  expect(performance.now() - startMs).toBeLessThan(100);
  expect(namesIn(sandbox)).toEqual([]);
  expect(readdirSync(join(directory, "data"))).toEqual(["incoming"]);
  await sandbox.stop();
});

test("a saved sandbox is loaded into another, contents and links included", async () => {
  const sandbox = await start();
  create(sandbox, "a");
  const data = join(directory, "data");
  mkdirSync(join(data, "s3/bucket"), { recursive: true });
  writeFileSync(join(data, "s3/bucket/object"), "content".repeat(100_000), { mode: 0o640 });
  writeFileSync(join(data, "s3/bucket/empty"), "");
  symlinkSync("object", join(data, "s3/bucket/link"));
  const archive = new Uint8Array(await (await admin(sandbox, "save")).arrayBuffer());
  await sandbox.stop();

  const otherDirectory = join(directory, "other");
  const other = await start(otherDirectory);
  create(other, "b");
  expect((await admin(other, "load", archive)).status).toBe(200);
  expect(namesIn(other)).toEqual(["a"]);
  const loaded = join(otherDirectory, "data/s3/bucket");
  expect(readFileSync(join(loaded, "link"), "utf8")).toBe("content".repeat(100_000));
  expect(statSync(join(loaded, "object")).mode & 0o777).toBe(0o640);
  expect(statSync(join(loaded, "empty")).size).toBe(0);
  await other.stop();
});

const STATE = JSON.stringify({
  format: 1,
  accountId: "123456789012",
  clock: { modelMs: 0, nextTimerId: 1, timers: [] },
  ids: { seed: "x", counters: {} },
  stores: {},
});

function archiveOf(...entries: (object | string)[]): string {
  const lines = entries.map((entry) => (typeof entry === "string" ? entry : `${JSON.stringify(entry)}\n`));
  return `trainyard-state 1\n${lines.join("")}`;
}

const STATE_ENTRY = [{ type: "state", sizeBytes: STATE.length }, STATE] as const;
const FILE = { type: "file", mode: 0o600, sizeBytes: 1, mtimeMs: 0 } as const;

test.each([
  { what: "no archive", archive: "hello\n" },
  { what: "nothing", archive: "" },
  {
    what: "a cut-off archive",
    archive: archiveOf(...STATE_ENTRY, { ...FILE, path: "a", sizeBytes: 9 }, "x"),
  },
  { what: "an archive without its end", archive: archiveOf(...STATE_ENTRY) },
  { what: "an archive without a state", archive: archiveOf({ type: "end" }) },
  {
    what: "a path upwards",
    archive: archiveOf(...STATE_ENTRY, { ...FILE, path: "../evil" }, "x", { type: "end" }),
  },
  {
    what: "an absolute path",
    archive: archiveOf(...STATE_ENTRY, { ...FILE, path: "/evil" }, "x", { type: "end" }),
  },
  {
    what: "a link upwards",
    archive: archiveOf(...STATE_ENTRY, { type: "link", path: "a", target: "../../evil" }, { type: "end" }),
  },
  {
    what: "an absolute link",
    archive: archiveOf(...STATE_ENTRY, { type: "link", path: "a", target: "/etc" }, { type: "end" }),
  },
  {
    what: "a path through a link",
    archive: archiveOf(
      ...STATE_ENTRY,
      { type: "link", path: "a", target: "b" },
      { ...FILE, path: "a/c" },
      "x",
      { type: "end" },
    ),
  },
  {
    what: "a state of another format",
    archive: archiveOf({ type: "state", sizeBytes: 2 }, "{}", { type: "end" }),
  },
])("$what is refused and nothing changes", async ({ archive }) => {
  const sandbox = await start();
  create(sandbox, "kept");
  const answer = await admin(sandbox, "load", archive);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: "ESTATEFORMAT" });
  expect(namesIn(sandbox)).toEqual(["kept"]);
  expect(readdirSync(directory).filter((name) => name.startsWith("staging-"))).toEqual([]);
  expect(existsSync(join(directory, "evil"))).toBe(false);
  expect(sandbox.defects).toEqual([]);
  await sandbox.stop();
});

test("a connection that never ends its request does not hold up a stop", async () => {
  const sandbox = await start();
  const socket = connect(sandbox.port, "127.0.0.1");
  await new Promise((resolve) =>
    socket.write("PUT /bucket/key HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n1", resolve),
  );
  const closed = new Promise((resolve) => socket.on("error", () => undefined).once("close", resolve));
  await sandbox.stop();
  await closed;
  expect(sandbox.defects).toEqual([]);
});

test("a sandbox that was killed leaves what it saved, and the next one sweeps", async () => {
  const first = await start();
  create(first, "a");
  await first.stop();
  writeFileSync(join(directory, "lock"), "999999999 1\n");
  writeFileSync(join(directory, "sandbox.json"), "{}");
  mkdirSync(join(directory, "data/incoming"), { recursive: true });
  writeFileSync(join(directory, "data/incoming/half"), "x");
  mkdirSync(join(directory, "removed-1"));
  writeFileSync(join(directory, "state.json.1"), "{");
  const second = await start();
  expect(readdirSync(join(directory, "data/incoming"))).toEqual([]);
  expect(readdirSync(directory).sort()).toEqual(["data", "lock", "sandbox.json", "state.json"]);
  expect(namesIn(second)).toEqual(["a"]);
  await second.stop();
});

test("stop by its endpoint ends the sandbox", async () => {
  const sandbox = await start();
  expect((await admin(sandbox, "stop")).status).toBe(200);
  await sandbox.stop();
  const again = await start();
  await again.stop();
});

test("services of every region in use are told before the state is kept", async () => {
  const first = await startTestSandbox({ modules: [iam, sqs], stateDirectory: directory });
  create(first, "made");
  first.kernel.context("eu-west-1").store(regional);
  await first.stop();
  const second = await start();
  expect(namesIn(second)).toEqual(["made", "seen in eu-west-1"]);
  await second.stop();
});
