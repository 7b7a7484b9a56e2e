import { TrainyardError } from "../errors/index.ts";
import type { Clock } from "../ports/Clock.ts";
import type { RemoteGateway, RemoteResult } from "../ports/RemoteGateway.ts";
import { packingScript, PIECE_SCRIPT, readPackedOutput, unpack } from "./packedOutput.ts";
import { remoteLines } from "./remoteLines.ts";

/** A node and what is needed to run something on it. */
export interface RemoteNode {
  readonly remote: RemoteGateway;
  readonly clock: Clock;
  /** How often to look whether a command has ended. */
  readonly pollIntervalMs: number;
  readonly instanceId: string;
  readonly signal?: AbortSignal;
}

export interface RemoteScript {
  /** POSIX shell, the same for every call; it finds its arguments in `$1`, `$2`, … and runs as root. */
  readonly script: string;
  readonly args?: readonly string[];
  /** What is done, for the history of commands: at most 100 characters. */
  readonly comment: string;
  readonly timeoutSeconds?: number;
}

export interface RemoteOutput {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

const DEFAULT_TIMEOUT_SECONDS = 120;
const DELIVERY_ALLOWANCE_MS = 90_000;

/**
 * Runs a script on a node and answers all that it printed. A script that fails is an answer.
 * @throws {TrainyardError} `NODE_NOT_REACHABLE`, `REMOTE_COMMAND_FAILED` when it did not come to an end.
 */
export async function runRemote(node: RemoteNode, script: RemoteScript): Promise<RemoteOutput> {
  const result = await sendAndWait(node, { ...script, script: packingScript(script.script) });
  const first = readPackedOutput(result.stdout);
  if (first === undefined) throw failed(node, script, result);
  let packed = first.piece;
  while (packed.length < first.length) {
    const next = await sendAndWait(node, {
      script: PIECE_SCRIPT,
      args: [first.file, String(packed.length)],
      comment: script.comment,
    });
    const piece = next.stdout.trim();
    if (piece === "") throw failed(node, script, next);
    packed += piece;
  }
  return { exitCode: first.exitCode, stdout: await unpack(packed), stderr: result.stderr };
}

/** The same for scripts that print text and must not fail. @throws {TrainyardError} `REMOTE_COMMAND_FAILED` */
export async function readRemote(node: RemoteNode, script: RemoteScript): Promise<string> {
  const { exitCode, stdout, stderr } = await runRemote(node, script);
  if (exitCode === 0) return new TextDecoder().decode(stdout);
  throw new TrainyardError(
    "REMOTE_COMMAND_FAILED",
    `${script.comment} ended with exit code ${exitCode} on ${node.instanceId}${wordsOf(stderr)}`,
    {
      hint: "Look at the node with `trainyard connect`.",
      details: { instanceId: node.instanceId, exitCode },
    },
  );
}

async function sendAndWait(node: RemoteNode, script: RemoteScript): Promise<RemoteResult> {
  const { remote, clock, instanceId, signal, pollIntervalMs } = node;
  const timeoutSeconds = script.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const commandId = await remote.start(
    instanceId,
    { lines: remoteLines(script.script, script.args ?? []), timeoutSeconds, comment: script.comment },
    signal,
  );
  const deadlineMs = clock.nowMs() + timeoutSeconds * 1_000 + DELIVERY_ALLOWANCE_MS;
  while (clock.nowMs() < deadlineMs) {
    const result = await remote.result(instanceId, commandId, signal);
    if (result !== "running") return result;
    await clock.sleep(pollIntervalMs, signal);
  }
  await remote.cancel(commandId, signal);
  return { status: "TimedOut", exitCode: -1, stdout: "", stderr: "" };
}

function failed(node: RemoteNode, script: RemoteScript, result: RemoteResult): TrainyardError {
  return new TrainyardError(
    "REMOTE_COMMAND_FAILED",
    `the command "${script.comment}" did not end well on ${node.instanceId}: ${result.status}${wordsOf(result.stderr)}`,
    {
      hint: "Run the command again; if it fails again, look at the node with `trainyard connect`.",
      details: { instanceId: node.instanceId, status: result.status, exitCode: result.exitCode },
    },
  );
}

function wordsOf(stderr: string): string {
  const words = stderr.replace(/failed to run commands: exit status \d+\s*$/, "").trim();
  return words === "" ? "" : `: ${words.split("\n").slice(-3).join("; ")}`;
}
