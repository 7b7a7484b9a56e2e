import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { whyNoHosts } from "../hosts/realHosts.ts";
import { callSsm } from "./callSandbox.ts";
import { startSessionNode, type SessionNode } from "./startSessionNode.ts";
import { until } from "../support/until.ts";

const PACKAGE = "ssm-session@1.0.6";
/** The WebSocket that its documentation names. */
const SOCKETS = "ws@8.18.3";
const DIRECTORY = join(import.meta.dirname, "../../.venv", PACKAGE);
/** What npm says when it reaches no registry. */
const NO_REGISTRY = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|network/i;
const PAYLOAD = { output: 1 } as const;

interface Socket {
  binaryType: string;
  on(event: "open", listener: () => void): void;
  on(event: "message", listener: (data: ArrayBuffer) => void): void;
  terminate(): void;
}

/** The client of the npm registry that others wrote, by what its documentation says. */
interface ForeignSsm {
  decode(bytes: ArrayBuffer): { messageType: string; payloadType: number; payload: Uint8Array };
  init(socket: Socket, options: { token: string; termOptions: { rows: number; cols: number } }): void;
  sendACK(socket: Socket, message: unknown): void;
  sendText(socket: Socket, text: Uint8Array): void;
}

const missing = [await whyNoHosts(), install()].filter((reason) => reason !== undefined);

// oxlint-disable-next-line vitest/no-disabled-tests -- says why this machine cannot run it
test.skip.each(missing)(`${PACKAGE} of npm: not here, %s`, () => undefined);

describe.skipIf(missing.length > 0)(`${PACKAGE} of npm`, () => {
  let node: SessionNode;

  beforeAll(async () => {
    node = await startSessionNode();
  });
  afterAll(() => node.end());

  test("a shell has the size that was said, runs a command and ends", async () => {
    const session = await open();
    await until("there is a prompt", 20, () => /[#$] $/.test(session.shown()));
    session.type("stty size; echo $((6*7))-$(id -un)\r");
    await until("the size is shown", 20, () => session.shown().includes("34 197\n"));
    await until("the command has run", 20, () => session.shown().includes("42-root\n"));
    session.type("exit\r");
    await until("the channel closes", 20, () => session.ended());
  });

  test("thousands of lines arrive in order", async () => {
    const session = await open();
    await until("there is a prompt", 20, () => /[#$] $/.test(session.shown()));
    session.type("echo; seq 1 20000; exit\r");
    await until("the channel closes", 20, () => session.ended());
    const numbers = session
      .shown()
      .split("\n")
      .filter((line) => /^\d+$/.test(line));
    expect(numbers).toEqual(Array.from({ length: 20_000 }, (_, index) => String(index + 1)));
  });

  async function open() {
    const installed = createRequire(join(DIRECTORY, "package.json"));
    const { ssm } = foreignModule.parse(installed("ssm-session"));
    const ForeignSocket = socketClass.parse(installed("ws"));
    const { StreamUrl, TokenValue } = await callSsm(node.endpoint, "StartSession", {
      Target: node.instanceId,
    });
    const socket = new ForeignSocket(String(StreamUrl));
    onTestFinished(() => socket.terminate());
    socket.binaryType = "arraybuffer";
    const state = { shown: "", ended: false };
    socket.on("open", () =>
      ssm.init(socket, { token: String(TokenValue), termOptions: { rows: 34, cols: 197 } }),
    );
    socket.on("message", (data: ArrayBuffer) => {
      const message = ssm.decode(data);
      if (message.messageType === "channel_closed") state.ended = true;
      if (message.messageType !== "output_stream_data") return;
      ssm.sendACK(socket, message);
      if (message.payloadType === PAYLOAD.output)
        state.shown += Buffer.from(message.payload).toString().replaceAll("\r", "");
    });
    return {
      type: (text: string) => ssm.sendText(socket, Buffer.from(text)),
      shown: () => state.shown,
      ended: () => state.ended,
    };
  }
});

const socketClass = z.custom<new (url: string) => Socket>((value) => typeof value === "function");
const foreignModule = z.object({ ssm: z.custom<ForeignSsm>((value) => typeof value === "object") });

/** Answers why it cannot be had here. @throws {Error} when the registry answers and installing fails. */
function install(): string | undefined {
  if (existsSync(join(DIRECTORY, "node_modules/ws/package.json"))) return undefined;
  mkdirSync(DIRECTORY, { recursive: true });
  const words = [
    "install",
    "--prefix",
    DIRECTORY,
    "--no-save",
    "--ignore-scripts",
    "--no-audit",
    PACKAGE,
    SOCKETS,
  ];
  const { status, stderr } = spawnSync("npm", words, { cwd: DIRECTORY, encoding: "utf8" });
  if (status === 0) return undefined;
  if (NO_REGISTRY.test(stderr)) return "npm's registry cannot be reached";
  throw new Error(`npm ${words.join(" ")} failed:\n${stderr}`);
}
