import { expect, test, vi } from "vitest";
import { FLAGS, jsonPayload, PAYLOAD_TYPES } from "@trainyard/core";
import { createSimulatedHosts } from "../../../hosts/createSimulatedHosts.ts";
import { createFakeHosts } from "../testing/fakeHosts.ts";
import type { SessionTask } from "./SessionState.ts";
import { startWorkOn } from "./startWork.ts";
import { createTestClient } from "./testing/createTestClient.ts";

/** Lets streams and promises go on. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

function open(task: SessionTask, hosts = createFakeHosts()) {
  const client = createTestClient({ task, startWork: startWorkOn(hosts, "i-1", task) });
  const connection = client.connect();
  return { client, hosts, connection };
}

function openShell() {
  const { client, hosts, connection } = open({ kind: "shell" });
  client.answerHandshake();
  const [shell] = hosts.shells;
  if (shell === undefined) throw new Error("no shell was opened");
  return { client, shell, connection };
}

test("the node asks for a handshake, and says that it is complete", () => {
  const { client, hosts } = open({ kind: "shell" });
  expect(hosts.shells).toHaveLength(0);
  expect(jsonPayload(client.received[0]?.payload ?? new Uint8Array())).toEqual({
    AgentVersion: "3.3.1611.0",
    RequestedClientActions: [
      { ActionType: "SessionType", ActionParameters: { SessionType: "Standard_Stream", Properties: null } },
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
  expect(hosts.shells).toHaveLength(1);
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
  const { client, shell } = openShell();
  shell.show("one ");
  await settled();
  client.line.broken = true;
  shell.show("two ");
  client.send(PAYLOAD_TYPES.output, "typed");
  await settled();
  client.line.broken = false;
  client.connect();
  shell.show("three");
  await settled();
  expect(client.shown()).toBe("one two three");
  expect(shell.typed).toEqual(["typed"]);
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

test("a client that reads the request and never answers gets its shell without a handshake", () => {
  const { client, hosts } = open({ kind: "shell" });
  client.advance(1_400);
  expect(hosts.shells).toHaveLength(0);
  client.advance(300);
  expect(hosts.shells).toHaveLength(1);
});

test("a client that cannot take up the session is told so", () => {
  const { client, hosts } = open({ kind: "shell" });
  client.answerHandshake("1.2.707.0", 3);
  client.advance(200);
  expect(client.lastWords()).toBe("The client did not take up the session.");
  expect(hosts.shells).toHaveLength(0);
});

test("the flag TerminateSession ends the session", () => {
  const { client, shell } = openShell();
  client.sendFlag(FLAGS.terminateSession);
  client.advance(100);
  expect(client.state.ended).toBe(true);
  expect(shell.closed).toBe(true);
});

test("a command without a terminal tells both of its outputs and ends", async () => {
  const hosts = createFakeHosts(() => Promise.resolve({ exitCode: 3, stdout: "out\n", stderr: "err\n" }));
  const { client } = open({ kind: "command", command: "run me" }, hosts);
  client.answerHandshake();
  await settled();
  client.advance(100);
  expect(hosts.commands).toEqual([{ argv: ["sh", "-c", "run me"] }]);
  expect(client.shown()).toBe("out\nerr\n");
  expect(client.lastWords()).toBe("");
});

test("on a simulated host the channel closes with the reason", () => {
  const task = { kind: "shell" } as const;
  const client = createTestClient({ task, startWork: startWorkOn(createSimulatedHosts(), "i-1", task) });
  client.connect();
  client.answerHandshake();
  client.advance(100);
  expect(client.lastWords()).toContain("i-1 is a simulated host");
});
