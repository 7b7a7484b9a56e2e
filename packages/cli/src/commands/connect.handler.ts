import { remoteLines, TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { openHeadNode, type OpenHeadNode } from "../session/openHeadNode.ts";
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
  const instanceId = await nodeOf(invocation.flags.node, opened, context.signal);
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

async function nodeOf(
  wanted: string | undefined,
  { gateways, names, head }: OpenHeadNode,
  signal: AbortSignal,
): Promise<string> {
  if (wanted === undefined || wanted === head.instance.id) return head.instance.id;
  const instances = await gateways.clusters.instances(names.cluster, signal);
  const found = instances.find(({ id, privateIpAddress }) => id === wanted || privateIpAddress === wanted);
  if (found !== undefined) return found.id;
  throw new TrainyardError("NODE_NOT_REACHABLE", `the cluster has no node ${wanted}`, {
    hint: "`trainyard status --nodes` lists them.",
    details: { node: wanted },
  });
}
