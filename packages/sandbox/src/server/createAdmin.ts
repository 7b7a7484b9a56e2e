import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readCallFault, type KnownCalls } from "../faults/readCallFault.ts";
import { HostsKeptError } from "../state/keptHosts.ts";
import { StateFormatError } from "../state/StateDirectory.ts";
import { readMemoryBody } from "../wire/readMemoryBody.ts";
import { describeStatus, type StatusSource } from "./SandboxStatus.ts";
import type { SandboxSession } from "./SandboxSession.ts";
import { sendJson, sendText } from "./sendText.ts";

export const ADMIN_PREFIX = "/_trainyard/";
export const TOKEN_HEADER = "x-trainyard-token";

export interface AdminOptions extends StatusSource {
  readonly token: string;
  /** Called when the sandbox is told to stop; it stops after the answer. */
  readonly onStop: () => void;
}

/** `door/i-0123`: where on this machine an instance with a public address is reached, by ports of the instance. */
const DOOR_PREFIX = "door/";

const LARGEST_FAULT_BYTES = 4_096;

type AdminCall = (incoming: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** The sandbox's own endpoints: status for everyone on the machine, the others for holders of the token. */
export function createAdmin(options: AdminOptions): AdminCall {
  const calls = callsOf(options);
  return async (incoming, response) => {
    const { method = "GET", url = "" } = incoming;
    const name = url.slice(ADMIN_PREFIX.length).split("?")[0] ?? "";
    if (method === "GET" && name === "status") return sendJson(response, 200, describeStatus(options));
    if (method === "GET" && name.startsWith(DOOR_PREFIX))
      return sendDoor(response, options.session, name.slice(DOOR_PREFIX.length));
    const call = calls.get(name);
    if (call === undefined) return sendText(response, 404, "no such endpoint");
    if (method !== "POST") return sendText(response, 405, "use POST");
    if (!isSame(incoming.headers[TOKEN_HEADER], options.token)) return sendText(response, 403, "wrong token");
    await call(incoming, response);
  };
}

function callsOf({ session, onStop }: AdminOptions): ReadonlyMap<string, AdminCall> {
  return new Map<string, AdminCall>([
    [
      "reset",
      async (_, response) => {
        await session.reset();
        sendJson(response, 200, {});
      },
    ],
    ...faultCalls(session),
    [
      "stop",
      async (_, response) => {
        // A full disk is told to the client, and the sandbox goes on: what is not saved yet would be lost.
        await session.saveNow();
        response.once("close", onStop);
        sendJson(response, 200, {});
      },
    ],
    [
      "save",
      (_, response) =>
        session.save(async (archive) => {
          response.writeHead(200, { "content-type": "application/octet-stream" });
          await pipeline(Readable.from(archive, { objectMode: false }), response);
        }),
    ],
    [
      "load",
      async (incoming, response) => {
        try {
          await session.load(incoming.iterator({ destroyOnReturn: false }));
        } catch (error) {
          if (!(error instanceof StateFormatError || error instanceof HostsKeptError)) throw error;
          return sendJson(response, 400, { code: error.code, message: error.message });
        }
        sendJson(response, 200, {});
      },
    ],
  ]);
}

function faultCalls(session: SandboxSession): readonly (readonly [string, AdminCall])[] {
  return [
    [
      "fault",
      async (incoming, response) => {
        const fault = readCallFault(
          String(await readMemoryBody(incoming, LARGEST_FAULT_BYTES)),
          knownCalls(session),
        );
        if (typeof fault === "string") return sendJson(response, 400, { code: "BAD_FAULT", message: fault });
        session.kernel.faults.add(fault);
        sendJson(response, 200, {});
      },
    ],
    [
      "clear-faults",
      (_, response) => {
        session.kernel.faults.clear();
        sendJson(response, 200, {});
      },
    ],
  ];
}

function knownCalls({ kernel }: SandboxSession): KnownCalls {
  return new Map(kernel.modules.map(({ name, operations }) => [name, new Set(Object.keys(operations))]));
}

function sendDoor(response: ServerResponse, { kernel }: SandboxSession, instanceId: string): void {
  const door = kernel.context("us-east-1").hosts.publicAddress(instanceId);
  if (door === undefined) sendText(response, 404, "the instance has no door on this machine");
  else sendJson(response, 200, door);
}

/** Compares without telling by its time how much was right. */
function isSame(given: string | string[] | undefined, token: string): boolean {
  const [left, right] = [String(given), token].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
