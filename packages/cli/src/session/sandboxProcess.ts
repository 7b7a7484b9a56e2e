import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { usageError } from "../command/usageError.ts";
import { stateDirectoryOf } from "./stateDirectory.ts";
import { systemClock } from "./systemClock.ts";

/** What a running sandbox writes into its state directory for those who look for it. */
export interface RunningSandbox {
  readonly pid: number;
  readonly port: number;
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  readonly token: string;
  readonly stateDirectory: string;
}

const POLL_MS = 20;
const DISK_FULL_STATUS = 507;
const STOP_DEADLINE_MS = 15_000;

/** Where private keys of pairs in the sandbox lie. */
export function sandboxKeyDirectory({ stateDirectory }: Pick<RunningSandbox, "stateDirectory">): string {
  return join(stateDirectory, "keys");
}

/** The sandbox of the command's state directory, or undefined when none runs. */
export async function findSandbox(context: CommandContext): Promise<RunningSandbox | undefined> {
  const stateDirectory = stateDirectoryOf(context);
  const written = parseJson(await readOrUndefined(join(stateDirectory, "sandbox.json")));
  const sandbox = runningSandbox(written, stateDirectory);
  if (sandbox === undefined || !isAlive(sandbox.pid)) return undefined;
  const answer = await askStatus(sandbox);
  return answer?.["pid"] === sandbox.pid ? sandbox : undefined;
}

/** The sandbox of the command's state directory. @throws {TrainyardError} `SANDBOX_NOT_RUNNING` */
export async function requireSandbox(context: CommandContext): Promise<RunningSandbox> {
  const sandbox = await findSandbox(context);
  if (sandbox !== undefined) return sandbox;
  const stateDirectory = stateDirectoryOf(context);
  throw new TrainyardError(
    "SANDBOX_NOT_RUNNING",
    `no sandbox runs with the state directory ${stateDirectory}`,
    {
      hint: "Start one with `trainyard sandbox start --detach`, or name another directory with --state.",
      details: { stateDirectory },
    },
  );
}

/** What the sandbox says of itself; undefined when it does not answer. */
export async function askStatus(
  sandbox: RunningSandbox,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const answer = await fetch(`${sandbox.endpoint}/_trainyard/status`, {
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok ? record(await answer.json()) : undefined;
  } catch {
    // Whatever the reason, nobody answers there as a sandbox would.
    return undefined;
  }
}

/**
 * Sends a command to the sandbox and answers what it sends back.
 * @throws {TrainyardError} `SANDBOX_STATE_INVALID` with the sandbox's words, `SANDBOX_DISK_FULL`, `USAGE` for a fault.
 */
export async function command(
  sandbox: RunningSandbox,
  name: "clear-faults" | "fault" | "load" | "reset" | "save" | "stop",
  body?: ReadableStream<Uint8Array> | string,
): Promise<Response> {
  const answer = await fetch(`${sandbox.endpoint}/_trainyard/${name}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", "x-trainyard-token": sandbox.token },
    ...(body === undefined ? {} : { body, duplex: "half" }),
  });
  if (answer.ok) return answer;
  const words = record(parseJson(await answer.text()))?.["message"];
  throw refused(sandbox, name, answer, typeof words === "string" ? words : answer.statusText);
}

function refused(
  { stateDirectory }: RunningSandbox,
  name: string,
  { status }: Response,
  words: string,
): TrainyardError {
  if (status === DISK_FULL_STATUS)
    return new TrainyardError("SANDBOX_DISK_FULL", `the sandbox does not ${name}: ${words}`, {
      hint: `Free some space where ${stateDirectory} is, and run the command again; the sandbox goes on as before.`,
      details: { stateDirectory },
    });
  if (name === "fault")
    return usageError(words, "Name a service or an operation: `trainyard sandbox fault ec2:RunInstances`.");
  return new TrainyardError("SANDBOX_STATE_INVALID", `the sandbox refused to ${name}: ${words}`, {
    hint: "Check the file that you named; the sandbox goes on as before.",
    details: { command: name, httpStatus: status },
  });
}

/** Asks the sandbox to stop and waits until its process has ended. */
export async function stopSandbox(sandbox: RunningSandbox): Promise<void> {
  await command(sandbox, "stop");
  const deadlineMs = systemClock.nowMs() + STOP_DEADLINE_MS;
  while (isAlive(sandbox.pid)) {
    if (systemClock.nowMs() > deadlineMs)
      throw new TrainyardError("SANDBOX_START_FAILED", `the sandbox with pid ${sandbox.pid} does not end`, {
        hint: `Look at ${join(sandbox.stateDirectory, "sandbox.log")}, then end the process.`,
      });
    await systemClock.sleep(POLL_MS);
  }
}

function runningSandbox(value: unknown, stateDirectory: string): RunningSandbox | undefined {
  const { pid, port, endpoint, token } = record(value) ?? {};
  if (
    typeof pid !== "number" ||
    typeof port !== "number" ||
    typeof endpoint !== "string" ||
    typeof token !== "string"
  )
    return undefined;
  return { pid, port, endpoint, token, stateDirectory };
}

export function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
}

export function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Half a file, or words of another program: as good as none.
    return undefined;
  }
}

async function readOrUndefined(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    // No file, no sandbox.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    // ESRCH: gone. EPERM would mean that another user has the pid by now.
    return false;
  }
}

/** A zombie has ended; only its parent has not asked how. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    // No /proc on this system: the signal's answer must do.
    return false;
  }
}
