import { EventEmitter } from "node:events";
import { PAYLOAD_TYPES } from "@trainyard/core";
import { expect, onTestFinished, test } from "vitest";
import { handshakeResponse } from "./handshakeResponse.ts";
import { runCommand } from "./runCommand.ts";
import { runShell, type Terminal } from "./runShell.ts";
import { SessionClient } from "./SessionClient.ts";
import { createFakeNode, type FakeNode, type NodeInput } from "./testing/createFakeNode.ts";

/** Completes the handshake, then does what the test wants. */
async function nodeThat(react: (input: NodeInput, node: FakeNode) => void, resumes?: "token" | "ended") {
  const node = await createFakeNode((input, made) => {
    if (input.type === PAYLOAD_TYPES.handshakeResponse)
      made.send(PAYLOAD_TYPES.handshakeComplete, `{"HandshakeTimeToComplete":1,"CustomerMessage":""}`);
    react(input, made);
  }, resumes);
  onTestFinished(async () => {
    node.drop();
    await node.stop();
  });
  return node;
}

function fakeTerminal(isTTY = true) {
  const raw: boolean[] = [];
  const shown: string[] = [];
  const input = Object.assign(new EventEmitter(), {
    isTTY,
    pause: () => undefined,
    resume: () => undefined,
    setRawMode: (on: boolean) => raw.push(on),
  });
  const output = Object.assign(new EventEmitter(), {
    columns: 101,
    rows: 33,
    write: (bytes: Uint8Array) => shown.push(Buffer.from(bytes).toString()),
  });
  const terminal: Terminal = { input, output };
  return { terminal, input, output, raw, shown };
}

const { signal } = new AbortController();
const open = (node: FakeNode) => node.remote.openSession("i-1", {});
const command = { instanceId: "i-1", user: "ubuntu", argv: ["ls"] };

test("a shell is shown, typed into, resized, and leaves the terminal as it was", async () => {
  const { terminal, input, output, raw, shown } = fakeTerminal();
  const node = await nodeThat(({ type, text }, made) => {
    if (type === PAYLOAD_TYPES.size && text.includes("101")) {
      made.send(PAYLOAD_TYPES.output, "prompt$ ");
      input.emit("data", Buffer.from("\u0003"));
    }
    if (text === "\u0003") {
      output.columns = 77;
      output.emit("resize");
    }
    if (type === PAYLOAD_TYPES.size && text.includes("77")) made.end();
  });
  expect(await runShell(terminal, { remote: node.remote, session: await open(node), signal })).toBe("");
  expect(shown).toEqual(["prompt$ "]);
  expect(node.inputs.slice(1)).toEqual([
    { type: PAYLOAD_TYPES.size, text: `{"cols":101,"rows":33}` },
    { type: PAYLOAD_TYPES.output, text: "\u0003" },
    { type: PAYLOAD_TYPES.size, text: `{"cols":77,"rows":33}` },
  ]);
  expect(JSON.parse(node.opened[0] ?? "")).toMatchObject({
    MessageSchemaVersion: "1.0",
    TokenValue: "first",
  });
  expect(raw).toEqual([true, false]);
  expect(node.closedSessions).toEqual(["s-1"]);
});

test("the end of a script that is piped in is typed as Ctrl-D", async () => {
  const { terminal, input, raw } = fakeTerminal(false);
  const node = await nodeThat(({ type, text }, made) => {
    if (type === PAYLOAD_TYPES.size) input.emit("end");
    if (text === "\u0004") made.end("gone");
  });
  expect(await runShell(terminal, { remote: node.remote, session: await open(node), signal })).toBe("gone");
  expect(raw).toEqual([]);
});

test("a broken connection is made again, and nothing is lost", async () => {
  let shown = "";
  const node = await nodeThat(({ type, text }, made) => {
    if (type === PAYLOAD_TYPES.handshakeResponse) made.send(PAYLOAD_TYPES.output, "one ");
    if (text === "drop") {
      made.drop();
      made.send(PAYLOAD_TYPES.output, "two");
    }
    if (text === "bye") made.end();
  });
  const client = new SessionClient({
    remote: node.remote,
    session: await open(node),
    signal,
    onOutput(bytes) {
      shown += Buffer.from(bytes).toString();
      if (shown === "one ") client.input(Buffer.from("drop"));
      if (shown === "one two") client.input(Buffer.from("bye"));
    },
  });
  await client.run();
  expect(shown).toBe("one two");
  const openings: { TokenValue: string; ClientId: string }[] = node.opened.map((text) => JSON.parse(text));
  expect(openings.map(({ TokenValue }) => TokenValue)).toEqual(["first", "second"]);
  expect(new Set(openings.map(({ ClientId }) => ClientId)).size).toBe(1);
  expect(node.authorizations).toEqual(["signed for first", "signed for second"]);
});

test("a session that ended while the connection was broken ends here too", async () => {
  const node = await nodeThat(({ type }, made) => {
    if (type === PAYLOAD_TYPES.handshakeResponse) made.drop();
  }, "ended");
  const session = await open(node);
  const client = new SessionClient({ remote: node.remote, session, signal, onOutput: () => undefined });
  expect(await client.run()).toBe("");
});

test("an address that does not answer is an error with a code", async () => {
  const node = await nodeThat(() => undefined);
  const session = { ...(await open(node)), streamUrl: "ws://127.0.0.1:9/" };
  const client = new SessionClient({ remote: node.remote, session, signal, onOutput: () => undefined });
  await expect(client.run()).rejects.toMatchObject({ code: "SESSION_FAILED" });
});

test("an interrupt ends the session", async () => {
  const controller = new AbortController();
  const node = await nodeThat(() => controller.abort());
  const client = new SessionClient({
    remote: node.remote,
    session: await open(node),
    signal: controller.signal,
    onOutput: () => undefined,
  });
  await expect(client.run()).rejects.toThrow("aborted");
  expect(node.closedSessions).toEqual(["s-1"]);
});

test.each([
  { pieces: ["out\n", "\u0018trainyard-exit 5\n"], shown: "out\n", exitCode: 5 },
  {
    pieces: ["no line end\u0018trainyard-", "exit 0\n", "late error\n"],
    shown: "no line endlate error\n",
    exitCode: 0,
  },
  { pieces: ["a\u0018b\u0018trainyard-exit 127\n"], shown: "a\u0018b", exitCode: 127 },
])("a command that prints $pieces ends with $exitCode", async ({ pieces, shown, exitCode }) => {
  let output = "";
  const node = await nodeThat(({ type }, made) => {
    if (type !== PAYLOAD_TYPES.handshakeResponse) return;
    for (const piece of pieces) made.send(PAYLOAD_TYPES.output, piece);
    made.end();
  });
  const onOutput = (bytes: Uint8Array): void => void (output += Buffer.from(bytes).toString());
  expect(await runCommand(node.remote, command, { signal, onOutput })).toBe(exitCode);
  expect(output).toBe(shown);
});

test("a command that does not tell its end is an error with the node's words", async () => {
  const node = await nodeThat((_input, made) => made.end("i-1 is a simulated host"));
  const run = runCommand(node.remote, command, { signal, onOutput: () => undefined });
  await expect(run).rejects.toMatchObject({
    code: "SESSION_FAILED",
    message: expect.stringContaining("i-1 is a simulated host"),
  });
});

test.each([
  { type: "SessionType", parameters: { SessionType: "Standard_Stream" }, status: 1 },
  { type: "SessionType", parameters: { SessionType: "Port" }, status: 2 },
  { type: "KMSEncryption", parameters: {}, status: 3 },
])("$type $parameters is answered with status $status", ({ type, parameters, status }) => {
  const action = { ActionType: type, ActionParameters: parameters };
  const request = Buffer.from(JSON.stringify({ RequestedClientActions: [action] }));
  expect(handshakeResponse(request, "1.2.707.0")).toMatchObject({
    ClientVersion: "1.2.707.0",
    ProcessedClientActions: [{ ActionType: type, ActionStatus: status }],
  });
});
