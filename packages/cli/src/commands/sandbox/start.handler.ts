import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { drawLayer } from "../../render/drawLayer.ts";
import { chooseHosts, hostsWanted } from "../../session/sandboxHosts.ts";
import { diskFull } from "../../session/diskFull.ts";
import { findSandbox } from "../../session/sandboxProcess.ts";
import { needsUserNamespace } from "../../session/spawnSandbox.ts";
import { startDetached } from "../../session/startDetached.ts";
import { stateDirectoryOf } from "../../session/stateDirectory.ts";
import { runInUserNamespace } from "./runInUserNamespace.ts";

interface StartFlags {
  readonly port: number | undefined;
  readonly seed: string | undefined;
  readonly speed: string | undefined;
  readonly "start-time": string | undefined;
  readonly hosts: string | undefined;
  readonly account: string | undefined;
  readonly detach: boolean;
}

const DEFAULT_SPEED = 300;

export async function handleStart(
  { flags }: { readonly flags: StartFlags },
  context: CommandContext,
): Promise<number> {
  const options = optionsOf(flags);
  const wanted = hostsWanted(flags.hosts, context);
  await refuseSecond(context);
  if (flags.detach) {
    tellReady(context, await startDetached(context, argumentsOf(flags), wanted));
    return 0;
  }
  if (await needsUserNamespace(wanted, context))
    return runInUserNamespace(context, argumentsOf(flags), wanted);
  const hosts = await chooseHosts(wanted, context);
  const { runSandbox } = await import("@trainyard/sandbox");
  try {
    await runSandbox({
      ...options,
      hosts,
      stateDirectory: stateDirectoryOf(context),
      version: context.version,
      signal: context.signal,
      onReady: ({ info }) => tellReady(context, info),
      onLayerProgress: (progress) => drawLayer(progress, context.output),
      onDefect: (error, what) => tellDefect(context, error, what),
    });
  } catch (error) {
    throw translate(error, flags, stateDirectoryOf(context));
  }
  return 0;
}

function optionsOf(flags: StartFlags) {
  return {
    seed: flags.seed ?? "1",
    speed: speedOf(flags.speed),
    accountId: accountOf(flags.account),
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags["start-time"] === undefined ? {} : { startTimeMs: startTimeOf(flags["start-time"]) }),
  };
}

function speedOf(text: string | undefined): number | "max" {
  if (text === undefined) return DEFAULT_SPEED;
  if (text === "max") return "max";
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0 && speed <= 1_000_000) return speed;
  throw new TrainyardError("USAGE", `--speed is "${text}"`, {
    hint: "Give a factor above 0, such as 300, or max.",
  });
}

function accountOf(text = "123456789012"): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new TrainyardError("USAGE", `--account is "${text}"`, { hint: "Give twelve digits." });
}

function startTimeOf(text: string): number {
  const timeMs = Date.parse(text);
  if (!Number.isNaN(timeMs) && /^\d{4}-\d\d-\d\dT/.test(text)) return timeMs;
  throw new TrainyardError("USAGE", `--start-time is "${text}"`, {
    hint: "Give a time like 2026-01-05T08:00:00Z.",
  });
}

function argumentsOf(flags: StartFlags): string[] {
  const names = ["port", "seed", "speed", "start-time", "account"] as const;
  return names.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}`, String(flags[name])]));
}

async function refuseSecond(context: CommandContext): Promise<void> {
  const running = await findSandbox(context);
  if (running === undefined) return;
  throw new TrainyardError(
    "SANDBOX_RUNNING",
    `a sandbox runs already: pid ${running.pid}, ${running.endpoint}`,
    {
      hint: "Use it, stop it with `trainyard sandbox stop`, or give this one another directory with --state.",
      details: { pid: running.pid, endpoint: running.endpoint },
    },
  );
}

function tellReady(context: CommandContext, ready: { pid: number; port: number; endpoint: string }): void {
  const { pid, port, endpoint } = ready;
  context.output.event({
    type: "sandbox-ready",
    pid,
    port,
    endpoint,
    stateDirectory: stateDirectoryOf(context),
  });
  context.output.result(
    `The sandbox answers at ${endpoint} (pid ${pid}).\nOther clients: eval "$(trainyard sandbox env)". Ours: add --sandbox.`,
  );
}

/** Goes to the log of a detached sandbox: a defect of ours, told with its stack, or a full disk. */
function tellDefect(context: CommandContext, error: unknown, what: string): void {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") {
    context.output.error(`the disk with ${stateDirectoryOf(context)} is full: ${what} failed`);
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.output.error(`defect of the sandbox at ${what}: ${stack}`);
}

function translate(error: unknown, flags: StartFlags, stateDirectory: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return new TrainyardError("SANDBOX_PORT_TAKEN", `port ${flags.port ?? 0} on 127.0.0.1 is in use`, {
      hint: "Give another port, or leave --port out to get a free one.",
      cause: error,
    });
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(stateDirectory, error);
  if (code === "ESTATEINUSE" || code === "ESTATEFORMAT")
    return new TrainyardError(
      code === "ESTATEINUSE" ? "SANDBOX_RUNNING" : "SANDBOX_STATE_INVALID",
      error instanceof Error ? error.message : code,
      { hint: "Give this sandbox another directory with --state, or remove the old one.", cause: error },
    );
  if (code === "EACCES")
    return new TrainyardError(
      "SANDBOX_START_FAILED",
      `the sandbox may not use port ${flags.port ?? 0} or its state directory`,
      {
        hint: "Give a port above 1023 and a directory that is yours.",
        cause: error,
      },
    );
  return error;
}
