import type { RegionContext } from "../../../kernel/CallContext.ts";
import { findNamed } from "../../../kernel/NameTable.ts";
import { HostError } from "../../../hosts/HostError.ts";
import { commandStore, type CommandRecord, type InvocationRecord } from "./CommandState.ts";

/** GetCommandInvocation gives the first characters alone. */
const MOST_STDOUT = 24_000;
const MOST_STDERR = 8_000;

/** Becomes the script that comes on standard input: `DIRECTORY WORKING_DIRECTORY`. */
const RUNNER = `umask 077
mkdir -p "$1" && cat >"$1/_script.sh" && chmod 700 "$1/_script.sh" || exit 1
echo $$ >"$1/pid"
if [ -n "$2" ]; then cd "$2" || exit 1; fi
exec "$1/_script.sh" </dev/null`;

const KILLER = `kill -TERM -- "-$(cat "$1/pid")"; sleep 1; kill -KILL -- "-$(cat "$1/pid")" 2>/dev/null`;

/** Runs a command on a node's host; what comes of it changes the invocation when it is there. */
export function runOnNode(
  context: RegionContext,
  command: CommandRecord,
  invocation: InvocationRecord,
): void {
  const { instanceId } = invocation;
  invocation.status = "InProgress";
  invocation.statusDetails = "InProgress";
  invocation.startedMs = context.clock.nowMs();
  const { commands = [], workingDirectory = [] } = command.parameters;
  const argv = [
    "setsid",
    "--wait",
    "sh",
    "-c",
    RUNNER,
    "runner",
    directoryOf(command),
    workingDirectory[0] ?? "",
  ];
  const end = (result: Partial<InvocationRecord>): void =>
    context.apply((later) => finish(later, { commandId: command.id, instanceId, result }));
  void context.hosts
    .execute(instanceId, {
      argv,
      stdin: `${commands.join("\n")}\n`,
      timeoutMs: command.executionSeconds * 1_000,
    })
    .then(
      ({ exitCode, stdout, stderr }) => end(endOf(exitCode, stdout, stderr)),
      (error: unknown) => {
        if (isTimeout(error)) stopOnNode(context, command, instanceId);
        end(failureOf(error));
      },
    );
}

/** Ends what the command started on the node; nothing happens when it has ended. */
export function stopOnNode(context: RegionContext, command: CommandRecord, instanceId: string): void {
  void context.hosts
    .execute(instanceId, { argv: ["sh", "-c", KILLER, "killer", directoryOf(command)] })
    // A host that is gone runs nothing any more.
    .catch(() => undefined);
}

function directoryOf({ id }: CommandRecord): string {
  return `/var/lib/amazon/ssm/document/orchestration/${id}/awsrunShellScript/0.awsrunShellScript`;
}

function finish(
  context: RegionContext,
  end: {
    readonly commandId: string;
    readonly instanceId: string;
    readonly result: Partial<InvocationRecord>;
  },
): void {
  const command = findNamed(context.store(commandStore).commands, end.commandId);
  const invocation = command?.invocations.find(({ instanceId }) => instanceId === end.instanceId);
  if (invocation?.status === "InProgress")
    Object.assign(invocation, { endedMs: context.clock.nowMs(), ...end.result });
}

function endOf(exitCode: number, stdout: string, stderr: string): Partial<InvocationRecord> {
  const status = exitCode === 0 ? "Success" : "Failed";
  const words = exitCode === 0 ? stderr : `${stderr}failed to run commands: exit status ${exitCode}`;
  return {
    status,
    statusDetails: status,
    exitCode,
    stdout: stdout.slice(0, MOST_STDOUT),
    stderr: words.slice(0, MOST_STDERR),
  };
}

function failureOf(error: unknown): Partial<InvocationRecord> {
  if (isTimeout(error)) return { status: "TimedOut", statusDetails: "Execution Timed Out" };
  const stderr = error instanceof Error ? error.message : String(error);
  return { status: "Failed", statusDetails: "Failed", stderr: stderr.slice(0, MOST_STDERR) };
}

function isTimeout(error: unknown): boolean {
  return error instanceof HostError && error.code === "HOST_TIMEOUT";
}
