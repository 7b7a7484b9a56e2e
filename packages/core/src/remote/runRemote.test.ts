import { createFakeClock } from "@trainyard/testkit";
import { afterEach, expect, test } from "vitest";
import type { RemoteGateway } from "../ports/RemoteGateway.ts";
import { readRemote, runRemote } from "./runRemote.ts";
import { createShellNode, type ShellNode } from "./testing/createShellRemote.ts";

const nodes: ShellNode[] = [];
const shellNode = (): ShellNode => {
  const made = createShellNode();
  nodes.push(made);
  return made;
};
afterEach(() => nodes.splice(0).forEach((made) => made.remove()));

test.each([
  { what: "shell characters", arg: `'; rm -rf / #"$(id)\`id\`\\` },
  { what: "newlines at the end", arg: "a\n\n" },
  { what: "nothing", arg: "" },
  { what: "letters of the world", arg: "größe 訓練 🚂" },
  { what: "a document parameter", arg: "{{ssm:secret}}" },
])("an argument with $what arrives as it is", async ({ arg }) => {
  const output = await runRemote(shellNode().node, {
    script: `printf %s "$2"`,
    args: ["first", arg],
    comment: "test",
  });
  expect(new TextDecoder().decode(output.stdout)).toBe(arg);
});

test("no argument is read as code or stands in the command in clear", async () => {
  const { node, sent } = shellNode();
  await runRemote(node, { script: "true", args: ["{{ssm:secret}} $(id)"], comment: "test" });
  expect(sent[0]?.lines.join("\n")).not.toMatch(/\{\{|\$\(id\)/);
});

test("any bytes come back, in as many pieces as they need", async () => {
  const { node, sent } = shellNode();
  const script = `awk 'BEGIN { srand(1); for (i = 0; i < 60000; i++) printf "%c", int(rand() * 255) + 1 }'; printf '\\000\\377'`;
  const output = await runRemote(node, { script, comment: "test" });
  expect(output.stdout.length).toBeGreaterThan(60_000);
  expect(output.stdout.slice(-2)).toEqual(Uint8Array.of(0, 255));
  expect(sent.length).toBeGreaterThan(3);
});

test("a script that fails answers its exit code and its words", async () => {
  const { node } = shellNode();
  const script = "echo part; echo no >&2; exit 7";
  expect(await runRemote(node, { script, comment: "test" })).toMatchObject({ exitCode: 7, stderr: "no\n" });
  await expect(readRemote(node, { script, comment: "test" })).rejects.toMatchObject({
    code: "REMOTE_COMMAND_FAILED",
    message: "test ended with exit code 7 on i-1: no",
  });
});

function nodeThat(result: Awaited<ReturnType<RemoteGateway["result"]>>) {
  const cancelled: string[] = [];
  const remote: RemoteGateway = {
    start: async () => "c-1",
    result: async () => result,
    cancel: async (id) => void cancelled.push(id),
    openSession: () => Promise.reject(new Error("no sessions")),
    resumeSession: async () => "ended",
    closeSession: async () => undefined,
  };
  return { cancelled, node: { remote, clock: createFakeClock(), pollIntervalMs: 1_000, instanceId: "i-1" } };
}

test("a command that never ends is cancelled and told as an error", async () => {
  const { node, cancelled } = nodeThat("running");
  await expect(runRemote(node, { script: "true", comment: "test" })).rejects.toMatchObject({
    code: "REMOTE_COMMAND_FAILED",
    message: 'the command "test" did not end well on i-1: TimedOut',
  });
  expect(cancelled).toEqual(["c-1"]);
});

test("a node that only fails is told with its words", async () => {
  const { node } = nodeThat({
    status: "Failed",
    exitCode: -1,
    stdout: "",
    stderr: "i-1 is a simulated host",
  });
  await expect(runRemote(node, { script: "true", comment: "test" })).rejects.toMatchObject({
    message: 'the command "test" did not end well on i-1: Failed: i-1 is a simulated host',
  });
});
