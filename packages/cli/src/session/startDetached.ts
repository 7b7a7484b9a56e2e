import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { diskFull } from "./diskFull.ts";
import { hostsWanted, type HostsChoice } from "./sandboxHosts.ts";
import { SandboxLog } from "./SandboxLog.ts";
import { findSandbox, type RunningSandbox } from "./sandboxProcess.ts";
import { spawnSandbox } from "./spawnSandbox.ts";
import { stateDirectoryOf } from "./stateDirectory.ts";
import { systemClock } from "./systemClock.ts";

const START_DEADLINE_MS = 20_000;
/** The package manager may be silent for so long while it waits for its server. */
const LAYER_DEADLINE_MS = 180_000;
const POLL_MS = 20;

/** The running sandbox, started in the background when there is none. */
export async function ensureSandbox(context: CommandContext): Promise<RunningSandbox> {
  return (await findSandbox(context)) ?? startDetached(context, [], hostsWanted(undefined, context));
}

/**
 * Starts `sandbox start` in the background with `args` and waits until it answers.
 * @throws {TrainyardError} with the reason that it printed.
 */
export async function startDetached(
  context: CommandContext,
  args: readonly string[],
  hosts: HostsChoice,
): Promise<RunningSandbox> {
  const stateDirectory = stateDirectoryOf(context);
  const logFile = join(stateDirectory, "sandbox.log");
  const descriptor = openLog(stateDirectory, logFile);
  const log = new SandboxLog(logFile, context.output);
  try {
    const child = await spawnSandbox(context, ["--json", "--state", stateDirectory, ...args], {
      hosts,
      stdio: ["ignore", descriptor, descriptor],
      detached: true,
    });
    return await untilReady(child, log, context);
  } finally {
    closeSync(descriptor);
    log.close();
  }
}

/** @throws {TrainyardError} `SANDBOX_DISK_FULL`, `SANDBOX_START_FAILED` */
function openLog(stateDirectory: string, logFile: string): number {
  try {
    mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
    return openSync(logFile, "w", 0o600);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOSPC" || code === "EDQUOT") throw diskFull(stateDirectory, error);
    if (code === "") throw error;
    throw new TrainyardError("SANDBOX_START_FAILED", `${stateDirectory} cannot be used (${code})`, {
      hint: "Name a directory that is yours with --state.",
      details: { stateDirectory },
      cause: error,
    });
  }
}

async function untilReady(
  child: ChildProcess,
  log: SandboxLog,
  context: CommandContext,
): Promise<RunningSandbox> {
  let deadlineMs = systemClock.nowMs() + START_DEADLINE_MS;
  while (systemClock.nowMs() < deadlineMs && child.exitCode === null && child.signalCode === null) {
    const sandbox = await findSandbox(context);
    if (log.follow()) deadlineMs = systemClock.nowMs() + LAYER_DEADLINE_MS;
    if (sandbox !== undefined) {
      child.unref();
      return sandbox;
    }
    await systemClock.sleep(POLL_MS, context.signal);
  }
  const exited = child.exitCode !== null || child.signalCode !== null;
  if (!exited) child.kill();
  throw log.failure(exited ? undefined : `it did not answer within ${START_DEADLINE_MS / 1_000} s`);
}
