import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import {
  decodeMessage,
  encodeMessage,
  jsonPayload,
  MESSAGE_TYPES,
  PAYLOAD_TYPES,
  textPayload,
  type SessionMessage,
} from "./SessionMessage.ts";
import { SessionStream } from "./SessionStream.ts";
import { encodeSmux, SMUX, SmuxReader } from "./smux.ts";

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const MESSAGE: SessionMessage = {
  messageType: "input_stream_data",
  schemaVersion: 1,
  createdAtMs: 1_767_600_000_000,
  sequence: 258,
  flags: 1,
  id: "01234567-89ab-cdef-0011-223344556677",
  payloadType: 1,
  payload: textPayload("ls\r"),
};

test("a message is laid out byte by byte as the plugin reads it", () => {
  expect(hex(encodeMessage(MESSAGE, digest))).toBe(
    [
      "00000074",
      hex(Buffer.from("input_stream_data".padEnd(32))),
      "00000001",
      "0000019b8d2b8c00",
      "0000000000000102",
      "0000000000000001",
      // The second half of the UUID first.
      "00112233445566770123456789abcdef",
      hex(digest(Buffer.from("ls\r"))),
      "00000001",
      "00000003",
      "6c730d",
    ].join(""),
  );
});

test("what is encoded is decoded", () => {
  expect(decodeMessage(encodeMessage(MESSAGE, digest), digest)).toEqual(MESSAGE);
});

test.each([
  { where: "after", padding: 4 },
  { where: "before", padding: 36 - MESSAGE.messageType.length },
])("a frame inside of a larger buffer, with NUL $where its type, is decoded", ({ padding }) => {
  const bytes = encodeMessage(MESSAGE, digest);
  bytes.fill(0, 4, 36);
  bytes.set(textPayload(MESSAGE.messageType), padding);
  const larger = new Uint8Array(bytes.length + 7);
  larger.set(bytes, 7);
  expect(decodeMessage(larger.subarray(7), digest)).toEqual(MESSAGE);
});

test.each([
  { what: "a short frame", damage: (bytes: Uint8Array) => bytes.slice(0, 119) },
  { what: "a changed payload", damage: (bytes: Uint8Array) => bytes.with(120, 0) },
  { what: "a cut payload", damage: (bytes: Uint8Array) => bytes.slice(0, -1) },
  { what: "a header that is too long", damage: (bytes: Uint8Array) => bytes.with(0, 255) },
])("$what is no message", ({ damage }) => {
  expect(decodeMessage(damage(encodeMessage(MESSAGE, digest)), digest)).toBeUndefined();
});

test.each([{ id: "x" }, { messageType: "t".repeat(33) }])("%o cannot be encoded", (bad) => {
  expect(() => encodeMessage({ ...MESSAGE, ...bad }, digest)).toThrow(RangeError);
});

test.each(["[1]", "nonsense", "3"])("%s is no object", (text) => {
  expect(jsonPayload(textPayload(text))).toBeUndefined();
});

function side(sends: "input" | "output") {
  const sent: Uint8Array[] = [];
  const clock = { ms: 1_000 };
  let count = 0;
  const stream = new SessionStream({
    sends,
    digest,
    newId: () => `00000000-0000-0000-0000-${String((count += 1)).padStart(12, "0")}`,
    nowMs: () => clock.ms,
    transmit: (bytes) => sent.push(bytes),
  });
  return { stream, sent, clock, take: () => sent.splice(0) };
}

const textsOf = (messages: readonly SessionMessage[]) =>
  messages.map(({ payload }) => new TextDecoder().decode(payload));

test("messages arrive in order and once, whatever the way does to them", () => {
  const [client, node] = [side("input"), side("output")];
  for (const text of ["a", "b", "c"]) client.stream.send(PAYLOAD_TYPES.output, textPayload(text));
  const [first, second, third] = client.take();
  const received = [third, third, second, first, second].flatMap((bytes) =>
    bytes === undefined ? [] : textsOf(node.stream.receive(bytes)),
  );
  expect(received).toEqual(["a", "b", "c"]);
  expect(client.stream.unacknowledgedCount).toBe(3);
  // Every one is acknowledged, repeated ones too.
  const acknowledges = node.take();
  expect(acknowledges).toHaveLength(5);
  for (const bytes of acknowledges) expect(client.stream.receive(bytes)).toEqual([]);
  expect(client.stream.unacknowledgedCount).toBe(0);
});

test("an acknowledge says type, id and number of what it acknowledges", () => {
  const node = side("output");
  node.stream.receive(encodeMessage({ ...MESSAGE, sequence: 0 }, digest));
  const [bytes = new Uint8Array()] = node.take();
  const message = decodeMessage(bytes, digest);
  expect(message).toMatchObject({ messageType: "acknowledge", sequence: 0, flags: 3, payloadType: 0 });
  expect(jsonPayload(message?.payload ?? bytes)).toEqual({
    AcknowledgedMessageType: "input_stream_data",
    AcknowledgedMessageId: MESSAGE.id,
    AcknowledgedMessageSequenceNumber: 0,
    IsSequentialMessage: true,
  });
});

test("the oldest message goes again after 200 ms, then ever later, at most a second", () => {
  const { stream, sent, clock, take } = side("input");
  stream.send(PAYLOAD_TYPES.output, textPayload("a"));
  stream.send(PAYLOAD_TYPES.output, textPayload("b"));
  const [first] = take();
  const again: number[] = [];
  for (clock.ms = 1_000; clock.ms < 4_000; clock.ms += 50) {
    stream.resend();
    if (sent.length > 0) again.push(clock.ms - 1_000);
    for (const bytes of take()) expect(bytes).toEqual(first);
  }
  expect(again).toEqual([200, 600, 1_400, 2_400]);
});

test("a new connection gets everything that was not acknowledged", () => {
  const { stream, take } = side("output");
  for (const text of ["a", "b"]) stream.send(PAYLOAD_TYPES.output, textPayload(text));
  const lost = take();
  stream.resendAll();
  expect(take()).toEqual(lost);
});

test("the end of a channel is handed on", () => {
  const [client, node] = [side("input"), side("output")];
  node.stream.sendAside(MESSAGE_TYPES.closed, textPayload("{}"));
  expect(node.take().flatMap((bytes) => client.stream.receive(bytes))).toMatchObject([
    { messageType: "channel_closed" },
  ]);
});

const badFrame = (messageType: string) =>
  encodeMessage({ ...MESSAGE, messageType, sequence: 0 }, () => new Uint8Array(32));

test("a client drops a frame with a wrong digest without an acknowledge, a node takes it", () => {
  const [client, node] = [side("input"), side("output")];
  expect(client.stream.receive(badFrame(MESSAGE_TYPES.output))).toEqual([]);
  expect(client.sent).toEqual([]);
  expect(textsOf(node.stream.receive(badFrame(MESSAGE_TYPES.input)))).toEqual(["ls\r"]);
  expect(node.sent).toHaveLength(1);
});

test("a frame of smux is laid out byte by byte", () => {
  expect(hex(encodeSmux({ command: SMUX.data, streamId: 259, data: Uint8Array.of(7, 8, 9) }))).toBe(
    "0102030003010000070809",
  );
});

test("frames of smux are read from pieces of any size", () => {
  const frames = [
    { command: SMUX.open, streamId: 3, data: new Uint8Array() },
    { command: SMUX.data, streamId: 3, data: Uint8Array.from({ length: 300 }, (_, index) => index) },
    { command: SMUX.finish, streamId: 3, data: new Uint8Array() },
  ];
  const bytes = Buffer.concat(frames.map(encodeSmux));
  for (const size of [1, 7, 100, 1_000]) {
    const reader = new SmuxReader();
    const read = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      reader.read(bytes.subarray(index * size, (index + 1) * size)),
    ).flat();
    expect(read).toEqual(frames);
  }
  expect(() => new SmuxReader().read(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0))).toThrow(RangeError);
});
