import { remoteLines, TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { findNode } from "../session/findNode.ts";
import { openHeadNode } from "../session/openHeadNode.ts";
import { runCommand } from "../session/ssm/runCommand.ts";
import { runShell } from "../session/ssm/runShell.ts";

interface ConnectFlags {
  readonly file: string | undefined;
  readonly node: string | undefined;
  readonly root: boolean;
}

/** Becomes a login shell of the user `$1`. */
const LOGIN_SCRIPT = `if [ "$(id -un)" = "$1" ]; then exec "$SHELL" -l
elif [ "$(id -u)" = 0 ]; then exec su - "$1"
else exec sudo -n -i -u "$1"
fi`;

export async function handleConnect(
  invocation: { readonly flags: ConnectFlags; readonly rest: readonly string[] },
  context: CommandContext,
): Promise<number> {
  const opened = await openHeadNode(invocation.flags.file, context);
  const { node } = invocation.flags;
  const instanceId =
    node === undefined ? opened.head.instance.id : await findNode(node, opened, context.signal);
  const { remote } = opened.gateways;
  const { loginUser } = opened.head;
  if (invocation.rest.length > 0)
    return runCommand(
      remote,
      { instanceId, user: invocation.flags.root ? "root" : loginUser, argv: invocation.rest },
      { onOutput: (bytes) => void process.stdout.write(bytes), signal: context.signal },
    );
  const request = invocation.flags.root
    ? { reason: "trainyard connect" }
    : {
        document: "AWS-StartInteractiveCommand",
        parameters: { command: [remoteLines(LOGIN_SCRIPT, [loginUser]).join("\n")] },
        reason: "trainyard connect",
      };
  const session = await remote.openSession(instanceId, request, context.signal);
  const words = await runShell(
    { input: process.stdin, output: process.stdout },
    { remote, session, signal: context.signal },
  );
  if (words === "") return 0;
  throw new TrainyardError("SESSION_FAILED", `the session ended: ${words}`, {
    hint: "Look at the node with `trainyard status --nodes`.",
    details: { instanceId },
  });
}
