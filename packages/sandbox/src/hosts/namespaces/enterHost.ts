import { spawn } from "node:child_process";
import { Writable } from "node:stream";
import type { ExecuteCommand, HostShell, HostSpec, ProgramResult, ShellOptions } from "../HostDriver.ts";
import { HostError } from "../HostError.ts";
import { createShellStream } from "./createShellStream.ts";
import { environmentWords, hostEnvironment } from "./hostEnvironment.ts";
import { exitCodeOf, runProgram } from "./runProgram.ts";
import type { Supervisor } from "./Supervisor.ts";

/** A host that can be entered. */
export interface EnterableHost {
  readonly supervisor: Supervisor;
  readonly spec: HostSpec;
  /** As the supervisor's processes see it. */
  readonly launcherPid: string;
}

interface UserCommand {
  readonly user: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a command on a host. @throws {HostError} */
export function executeOnHost(host: EnterableHost, command: ExecuteCommand): Promise<ProgramResult> {
  const { argv, user = "root", environment = {}, stdin, timeoutMs } = command;
  return runProgram("nsenter", argumentsFor(host, { user, argv, environment }), {
    ...(stdin === undefined ? {} : { stdin }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

/** Opens a shell of a user on a new terminal of the host. */
export function openShellOnHost(host: EnterableHost, options: ShellOptions): HostShell {
  const { user, columns, rows, argv = LOGIN_SHELL } = options;
  const terminal = ["perl", "/run/trainyard/terminal", ...[columns, rows].map(String), ...argv];
  const environment = { TERM: "xterm-256color" };
  const child = spawn("nsenter", argumentsFor(host, { user, argv: terminal, environment }), {
    detached: true,
    stdio: ["pipe", "pipe", "ignore", "pipe"],
  });
  const { stdin, stdout, stdio } = child;
  const sizes = stdio[3];
  if (stdin === null || stdout === null) throw new HostError("HOST_FAILED", "the shell has no streams");
  sizes?.on("error", () => undefined);
  return {
    stream: createShellStream(stdin, stdout),
    resize(newColumns, newRows) {
      if (sizes instanceof Writable && sizes.writable) sizes.write(`${newColumns} ${newRows}\n`);
    },
    close() {
      if (sizes instanceof Writable) sizes.end();
    },
    exitCode: new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(exitCodeOf(code, signal)));
    }),
  };
}

const LOGIN_SHELL = ["sh", "-c", 'exec "$SHELL" -l'];

function argumentsFor({ supervisor, spec, launcherPid }: EnterableHost, command: UserCommand): string[] {
  const namespaces = `/proc/${launcherPid}/ns`;
  return [
    ...supervisor.enterArguments(),
    "nsenter",
    ...["net", "uts", "ipc"].map((name) => `--${name}=${namespaces}/${name}`),
    `--mount=${namespaces}/mnt`,
    `--pid=${namespaces}/pid_for_children`,
    "--",
    "env",
    "-i",
    ...environmentWords({ ...hostEnvironment(spec), ...command.environment }),
    "sh",
    "/run/trainyard/command",
    command.user,
    ...command.argv,
  ];
}
