import { expect, test } from "vitest";
import { encodeSmux, FLAGS, jsonPayload, PAYLOAD_TYPES, SMUX, SmuxReader } from "@trainyard/core";
import { createFakeHosts } from "../testing/fakeHosts.ts";
import type { SessionTask } from "./SessionState.ts";
import { startWorkOn } from "./startWork.ts";
import { createTestClient } from "./testing/createTestClient.ts";

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
/** As the relay on the host reads it. */
const piece = (text: string) => `\u0000\u0000\u0000${String.fromCharCode(text.length)}${text}`;
const PORT = { kind: "port", port: 8888, localPort: "9999" } as const;

function open(task: SessionTask, clientVersion?: string) {
  const hosts = createFakeHosts();
  const client = createTestClient({ task, startWork: startWorkOn(hosts, "i-1", task) });
  client.connect();
  client.answerHandshake(clientVersion);
  return { client, hosts };
}

test("a forwarded port is announced with its numbers as text", () => {
  const { client } = open(PORT);
  expect(jsonPayload(client.received[0]?.payload ?? new Uint8Array())).toMatchObject({
    RequestedClientActions: [
      {
        ActionParameters: {
          SessionType: "Port",
          Properties: { portNumber: "8888", localPortNumber: "9999", type: "LocalPortForwarding" },
        },
      },
    ],
  });
});

test("several connections go over one session, each with its own bytes", async () => {
  const { client, hosts } = open(PORT);
  const frame = (command: 0 | 1 | 2, streamId: number, text = "") =>
    client.send(PAYLOAD_TYPES.output, encodeSmux({ command, streamId, data: Buffer.from(text) }));
  frame(SMUX.open, 3);
  frame(SMUX.open, 5);
  frame(SMUX.data, 3, "early");
  const [first, second] = hosts.shells;
  first?.show("open\n");
  await settled();
  second?.show("open\nanswer");
  await settled();
  frame(SMUX.data, 5, "other");
  frame(SMUX.finish, 3);
  second?.end(0);
  await settled();
  expect(first?.options.argv?.slice(-2)).toEqual(["127.0.0.1", "8888"]);
  expect(first?.typed).toEqual([piece("early"), piece("")]);
  expect(second?.typed).toEqual([piece("other")]);
  const frames = new SmuxReader().read(client.shownBytes());
  expect(
    frames.map(({ command, streamId, data }) => [command, streamId, Buffer.from(data).toString()]),
  ).toEqual([
    [SMUX.data, 5, "answer"],
    [SMUX.finish, 5, ""],
  ]);
});

test("a port on which nothing listens is told by a flag and the end of the connection", async () => {
  const { client, hosts } = open(PORT);
  const data = new Uint8Array();
  client.send(PAYLOAD_TYPES.output, encodeSmux({ command: SMUX.open, streamId: 3, data }));
  hosts.shells[0]?.show("refused\n");
  await settled();
  const flags = client.received.filter(({ payloadType }) => payloadType === PAYLOAD_TYPES.flag);
  expect(flags.map(({ payload }) => payload)).toEqual([Uint8Array.of(0, 0, 0, FLAGS.connectToPortError)]);
  expect(new SmuxReader().read(client.shownBytes())).toEqual([{ command: SMUX.finish, streamId: 3, data }]);
});

test("a keep-alive is answered", () => {
  const { client } = open(PORT);
  const keepAlive = { command: SMUX.keepAlive, streamId: 0, data: new Uint8Array() };
  client.send(PAYLOAD_TYPES.output, encodeSmux(keepAlive));
  expect(new SmuxReader().read(client.shownBytes())).toEqual([keepAlive]);
});

test("bytes that are no smux end the session with the reason", () => {
  const { client } = open(PORT);
  client.send(PAYLOAD_TYPES.output, "GET / HTTP/1.1\r\n");
  client.advance(100);
  expect(client.lastWords()).toBe("the stream is not smux, version 1");
});

test.each(["1.1.61.0", "1.1.69.9", ""])(
  "a client of version %o gets one connection at a time",
  async (version) => {
    const { client, hosts } = open(PORT, version);
    expect(hosts.shells).toHaveLength(1);
    client.send(PAYLOAD_TYPES.output, "GET /");
    hosts.shells[0]?.show("open\n200 OK");
    await settled();
    expect(hosts.shells[0]?.typed).toEqual([piece("GET /")]);
    expect(client.shown()).toBe("200 OK");
    client.sendFlag(FLAGS.disconnectToPort);
    expect(hosts.shells[0]?.typed.at(-1)).toBe(piece(""));
    hosts.shells[0]?.show("too late");
    client.send(PAYLOAD_TYPES.output, "again");
    expect(hosts.shells).toHaveLength(2);
    hosts.shells[1]?.show("refused\n");
    await settled();
    client.advance(100);
    expect(client.shown()).toBe("200 OK");
    expect(client.lastWords()).toBe(
      "Unable to connect to specified port: dial tcp :8888: connect: connection refused",
    );
  },
);

test("a port of a host behind the node is reached under its name", () => {
  const { client, hosts } = open({ ...PORT, host: "db.internal" });
  const data = new Uint8Array();
  client.send(PAYLOAD_TYPES.output, encodeSmux({ command: SMUX.open, streamId: 3, data }));
  expect(hosts.shells[0]?.options.argv?.slice(-2)).toEqual(["db.internal", "8888"]);
});

test("a session for ssh connects at once and ends with its connection", async () => {
  const { client, hosts } = open({ kind: "ssh", port: 22 });
  hosts.shells[0]?.show("open\nSSH-2.0-x\r\n");
  await settled();
  expect(client.shown()).toBe("SSH-2.0-x\r\n");
  hosts.shells[0]?.end(0);
  await settled();
  client.advance(100);
  expect(client.lastWords()).toBe("");
});
