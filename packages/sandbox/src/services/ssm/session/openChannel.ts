import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { encodeMessage, jsonPayload, MESSAGE_TYPES, textPayload } from "@trainyard/core";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { AgentSession, type SessionConnection } from "./AgentSession.ts";
import { liveSessions } from "./liveSessions.ts";
import { endRecord, findSession } from "./sessionOperations.ts";
import type { SessionRecord } from "./SessionState.ts";
import { startWorkOn } from "./startWork.ts";

/** A socket that wants to become the data channel of a session. */
export interface SessionChannel {
  /** The client's first message, as text. */
  open(text: string): void;
  receive(bytes: Uint8Array): void;
  /** The socket is gone. */
  close(): void;
}

/**
 * Clients that are refused try for ever without a word, so every socket is taken, and trouble is told by the end of the
 * channel.
 */
export function openChannel(
  context: RegionContext,
  sessionId: string,
  connection: SessionConnection,
): SessionChannel {
  let agent: AgentSession | undefined;
  const refuse = (words: string): void => {
    connection.send(closedMessage(sessionId, words));
    connection.close();
  };
  return {
    open(text) {
      if (agent !== undefined) return;
      const record = findSession(context, sessionId);
      if (record === undefined || record.status === "Terminated")
        return refuse(`The session ${sessionId} has ended.`);
      const token = jsonPayload(textPayload(text))?.["TokenValue"];
      if (!isToken(token, record)) return refuse("The token of the session is not valid.");
      agent = agentOf(context, record);
      agent.attach(connection);
    },
    receive: (bytes) => agent?.receive(bytes),
    close: () => agent?.detach(connection),
  };
}

function agentOf(context: RegionContext, record: SessionRecord): AgentSession {
  const sessions = liveSessions(context.hosts);
  const known = sessions.get(record.id);
  if (known !== undefined) return known;
  const { id, target, task } = record;
  const made = new AgentSession({
    id,
    target,
    task,
    startWork: startWorkOn(context.hosts, target, task),
    nowMs: () => Date.now(),
    every: (intervalMs, callback) => {
      const timer = setInterval(callback, intervalMs);
      timer.unref();
      return () => clearInterval(timer);
    },
    onEnd: () => {
      sessions.delete(id);
      context.apply((later) => {
        const ended = findSession(later, id);
        if (ended !== undefined) endRecord(ended, later);
      });
    },
  });
  sessions.set(id, made);
  return made;
}

function isToken(given: unknown, { token }: SessionRecord): boolean {
  if (typeof given !== "string") return false;
  return timingSafeEqual(sha256(Buffer.from(given)), sha256(Buffer.from(token)));
}

function closedMessage(sessionId: string, words: string): Uint8Array {
  const content = {
    MessageId: randomUUID(),
    CreatedDate: String(Date.now()),
    DestinationId: "",
    SessionId: sessionId,
    MessageType: MESSAGE_TYPES.closed,
    SchemaVersion: 1,
    Output: words,
  };
  return encodeMessage(
    {
      messageType: MESSAGE_TYPES.closed,
      schemaVersion: 1,
      createdAtMs: Date.now(),
      sequence: 0,
      flags: 3,
      id: randomUUID(),
      payloadType: 0,
      payload: textPayload(JSON.stringify(content)),
    },
    sha256,
  );
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
