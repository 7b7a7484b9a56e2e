import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { ProgramResult } from "../HostDriver.ts";
import { HostError } from "../HostError.ts";

export interface ProgramOptions {
  readonly stdin?: string | Uint8Array;
  readonly timeoutMs?: number;
}

/** A daemon that a command leaves behind may keep its output open; what comes later than this is not the command's. */
const OUTPUT_GRACE_MS = 200;
const SIGNAL_EXIT_CODE = 128;

/**
 * Runs a program of this machine to its end, in a process group of its own.
 * @throws {HostError} `HOST_TIMEOUT` after killing the group, `HOST_FAILED` when the program cannot be started.
 */
export function runProgram(
  file: string,
  argv: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(file, argv, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  return resultOf(child, file, options.timeoutMs);
}

/** What becomes of a program that has just been started as the leader of a process group. */
export function resultOf(child: ChildProcess, file: string, timeoutMs?: number): Promise<ProgramResult> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    let late = false;
    const limit = limitOf(timeoutMs, () => {
      late = true;
      killGroup(child.pid);
    });
    child.once("error", (error) => {
      clearTimeout(limit);
      reject(new HostError("HOST_FAILED", `${file}: ${error.message}`));
    });
    child.once("exit", (code, signal) => {
      clearTimeout(limit);
      const grace = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, OUTPUT_GRACE_MS);
      child.once("close", () => {
        clearTimeout(grace);
        if (late) reject(new HostError("HOST_TIMEOUT", `no end after ${timeoutMs ?? 0} ms`));
        else resolve({ exitCode: exitCodeOf(code, signal), stdout: textOf(stdout), stderr: textOf(stderr) });
      });
    });
  });
}

export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? SIGNAL_EXIT_CODE + (signal === null ? 0 : constants.signals[signal]);
}

export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function limitOf(timeoutMs: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  return timeoutMs === undefined ? undefined : setTimeout(act, timeoutMs);
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString();
}
