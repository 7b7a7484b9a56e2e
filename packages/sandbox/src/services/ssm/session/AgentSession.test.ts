import { expect, test, vi } from "vitest";
import { encodeSmux, FLAGS, jsonPayload, PAYLOAD_TYPES, SMUX } from "@trainyard/core";
import { createSimulatedHosts } from "../../../hosts/createSimulatedHosts.ts";
import { createFakeHosts } from "../testing/fakeHosts.ts";
import type { SessionTask } from "./SessionState.ts";
import { startWorkOn } from "./startWork.ts";
import { createTestClient } from "./testing/createTestClient.ts";

const COMMAND = { kind: "interactive-command", command: "top" } as const;

/** Lets streams and promises go on. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

function open(task: SessionTask, hosts = createFakeHosts()) {
  const client = createTestClient({ task, startWork: startWorkOn(hosts, "i-1", task) });
  const connection = client.connect();
  return { client, hosts, connection };
}

function openShell() {
  const { client, hosts, connection } = open({ kind: "shell" });
  const [shell] = hosts.shells;
  if (shell === undefined) throw new Error("no shell was opened");
  return { client, shell, connection };
}

test("the node asks for a handshake, and says that it is complete", () => {
  const { client, hosts } = open(COMMAND);
  client.send(PAYLOAD_TYPES.output, "too early");
  expect(hosts.shells).toHaveLength(0);
  expect(jsonPayload(client.received[0]?.payload ?? new Uint8Array())).toEqual({
    AgentVersion: "3.3.1611.0",
    RequestedClientActions: [
      {
        ActionType: "SessionType",
        ActionParameters: { SessionType: "InteractiveCommands", Properties: { linux: "" } },
      },
    ],
  });
  client.clock.ms += 7;
  client.answerHandshake();
  expect(client.received.map(({ sequence, payloadType }) => [sequence, payloadType])).toEqual([
    [0, PAYLOAD_TYPES.handshakeRequest],
    [1, PAYLOAD_TYPES.handshakeComplete],
  ]);
  expect(jsonPayload(client.received[1]?.payload ?? new Uint8Array())).toEqual({
    HandshakeTimeToComplete: 7_000_000,
    CustomerMessage: "",
  });
  client.answerHandshake();
  client.send(PAYLOAD_TYPES.output, "typed");
  expect(hosts.shells.map(({ options, typed }) => [options.argv, typed])).toEqual([
    [["sh", "-c", "top"], ["typed"]],
  ]);
});

test("a shell begins at once, without a handshake", async () => {
  const { client, shell } = openShell();
  shell.show("$ ");
  await settled();
  expect(client.received.map(({ sequence, payloadType }) => [sequence, payloadType])).toEqual([
    [0, PAYLOAD_TYPES.output],
  ]);
});

test("keys reach the terminal, its size follows, and what it shows comes back", async () => {
  const { client, shell } = openShell();
  client.send(PAYLOAD_TYPES.size, JSON.stringify({ cols: 101, rows: 33 }));
  client.send(PAYLOAD_TYPES.output, "ls\r");
  client.send(PAYLOAD_TYPES.output, "\u0003");
  shell.show("file\r\n");
  await settled();
  expect(shell.sizes).toEqual(["101x33"]);
  expect(shell.typed).toEqual(["ls\r", "\u0003"]);
  expect(client.shown()).toBe("file\r\n");
});

test.each([`{"cols":0,"rows":5}`, `{"cols":1.5,"rows":5}`, `{"cols":"9","rows":5}`, "x"])(
  "the size %s is not taken",
  (size) => {
    const { client, shell } = openShell();
    client.send(PAYLOAD_TYPES.size, size);
    expect(shell.sizes).toEqual([]);
  },
);

test("the end of the shell is told when everything before it was read", async () => {
  const { client, shell } = openShell();
  client.line.broken = true;
  shell.show("last words");
  shell.end(0);
  await settled();
  client.advance(1_000);
  expect(client.state.ended).toBe(false);
  client.line.broken = false;
  client.advance(2_000);
  expect(client.shown()).toBe("last words");
  expect(client.lastWords()).toBe("");
  expect(client.state).toEqual({ ended: true, closedSockets: 1 });
  expect(client.received.at(-1)?.messageType).toBe("channel_closed");
});

test("a client that acknowledges nothing does not keep a session that has ended", async () => {
  const { client, shell } = openShell();
  client.line.broken = true;
  shell.show("x");
  shell.end(0);
  await settled();
  client.advance(9_900);
  expect(client.state.ended).toBe(false);
  client.advance(200);
  expect(client.state.ended).toBe(true);
});

test("a new connection takes over where the old one broke, without another handshake", async () => {
  const { client, hosts } = open(COMMAND);
  client.answerHandshake();
  const [shell] = hosts.shells;
  shell?.show("one ");
  await settled();
  client.line.broken = true;
  shell?.show("two ");
  client.send(PAYLOAD_TYPES.output, "typed");
  await settled();
  client.line.broken = false;
  client.connect();
  shell?.show("three");
  await settled();
  expect(client.shown()).toBe("one two three");
  expect(shell?.typed).toEqual(["typed"]);
  const requests = client.received.filter(
    ({ payloadType }) => payloadType === PAYLOAD_TYPES.handshakeRequest,
  );
  expect(requests).toHaveLength(1);
});

test("a session without a client ends after 20 minutes and hangs up its shell", () => {
  const { client, shell, connection } = openShell();
  client.advance(21 * 60_000);
  expect(client.state.ended).toBe(false);
  client.agent.detach(connection);
  client.advance(60_000);
  expect(client.state.ended).toBe(true);
  expect(shell.closed).toBe(true);
});

test("much output waits for a slow client instead of filling the memory", async () => {
  const { client, shell } = openShell();
  client.line.broken = true;
  const bytes = Buffer.alloc(600_000, "abcdefghij");
  for (let at = 0; at < bytes.length; at += 50_000) shell.show(bytes.subarray(at, at + 50_000));
  await settled();
  expect(client.agent.isFull).toBe(true);
  client.line.broken = false;
  client.connect();
  await vi.waitFor(() => expect(client.shownBytes().length).toBe(bytes.length));
  expect(client.shownBytes().equals(bytes)).toBe(true);
});

test("a client that does not answer the handshake in 15 seconds is told so", () => {
  const { client, hosts } = open(COMMAND);
  client.advance(14_900);
  expect(client.lastWords()).toBeUndefined();
  client.advance(300);
  expect(client.lastWords()).toMatch(/^Encountered error while initiating handshake\. Handshake timed out\./);
  expect(hosts.shells).toHaveLength(0);
});

test("a client that cannot take up the session is told so", () => {
  const { client, hosts } = open(COMMAND);
  client.answerHandshake("1.2.707.0", 3);
  client.advance(200);
  expect(client.lastWords()).toBe(
    "Encountered error while initiating handshake. SessionType failed on client with status 3 error: ",
  );
  expect(hosts.shells).toHaveLength(0);
});

test("the flag TerminateSession ends the session", () => {
  const { client, shell } = openShell();
  client.sendFlag(FLAGS.terminateSession);
  client.advance(100);
  expect(client.state.ended).toBe(true);
  expect(shell.closed).toBe(true);
});

test("a command without a terminal tells its output as it comes, takes no input and ends", async () => {
  const { client, hosts } = open({ kind: "command", command: "run me" });
  client.answerHandshake();
  const [shell] = hosts.shells;
  expect(shell?.options.argv?.slice(3)).toEqual(["sh", "run me"]);
  shell?.show("out\n");
  client.send(PAYLOAD_TYPES.output, "typed");
  await settled();
  expect(client.shown()).toBe("out\n");
  shell?.show("err\n");
  shell?.end(3);
  await settled();
  client.advance(100);
  expect(client.shown()).toBe("out\nerr\n");
  expect(shell?.typed).toEqual([]);
  expect(client.lastWords()).toBe("");
});

test.each([
  { kind: "shell" },
  { kind: "ssh", port: 22 },
  { kind: "port", port: 80, localPort: "0" },
] as const)("on a simulated host the channel of %o closes with the reason", (task) => {
  const client = createTestClient({ task, startWork: startWorkOn(createSimulatedHosts(), "i-1", task) });
  client.connect();
  client.answerHandshake();
  const data = new Uint8Array();
  client.send(PAYLOAD_TYPES.output, encodeSmux({ command: SMUX.open, streamId: 3, data }));
  client.advance(100);
  expect(client.lastWords()).toContain("i-1 is a simulated host");
});
