import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../../kernel/events.ts";
import { findNamed, listNamed } from "../../../kernel/NameTable.ts";
import { pageByKey, type Page } from "../../../kernel/paging.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { checkedSize } from "../getParameters.ts";
import { commandStore, hasEnded, type CommandRecord, type InvocationRecord } from "./CommandState.ts";
import { commandView, invocationListView, invocationView } from "./commandViews.ts";
import { stopOnNode } from "./runOnNode.ts";

const PAGE_SIZE = 50;

export const listCommandOperations = defineOperations<"ssm">()({
  GetCommandInvocation: {
    members: ["CommandId", "InstanceId", "PluginName"],
    run(input, context) {
      const command = commandOf(input.CommandId, context);
      const invocation = command.invocations.find(({ instanceId }) => instanceId === input.InstanceId);
      if (invocation === undefined) throw new AwsError("InvocationDoesNotExist", "");
      if (input.PluginName !== undefined && input.PluginName !== "aws:runShellScript")
        throw new AwsError("InvalidPluginName", "");
      return invocationView(command, invocation);
    },
  },
  ListCommands: {
    members: ["CommandId", "InstanceId", "MaxResults", "NextToken"],
    run(input, context) {
      const commands = listNamed(context.store(commandStore).commands).filter(
        ({ id, invocations }) =>
          (input.CommandId === undefined || id === input.CommandId) &&
          (input.InstanceId === undefined ||
            invocations.some(({ instanceId }) => instanceId === input.InstanceId)),
      );
      const page = newestFirst(commands, ({ requestedMs, id }) => keyOf(requestedMs, id), input);
      return { Commands: page.items.map(commandView), ...tokenOf(page) };
    },
  },
  ListCommandInvocations: {
    members: ["CommandId", "InstanceId", "Details", "MaxResults", "NextToken"],
    run(input, context) {
      const rows = listNamed(context.store(commandStore).commands)
        .filter(({ id }) => input.CommandId === undefined || id === input.CommandId)
        .flatMap((command) => command.invocations.map((invocation) => ({ command, invocation })))
        .filter(
          ({ invocation }) => input.InstanceId === undefined || invocation.instanceId === input.InstanceId,
        );
      const page = newestFirst(
        rows,
        ({ command, invocation }) => keyOf(command.requestedMs, `${command.id}/${invocation.instanceId}`),
        input,
      );
      return {
        CommandInvocations: page.items.map(({ command, invocation }) =>
          invocationListView(command, invocation, input.Details ?? false),
        ),
        ...tokenOf(page),
      };
    },
  },
  CancelCommand: {
    members: ["CommandId", "InstanceIds"],
    run(input, context) {
      const command = commandOf(input.CommandId, context);
      const wanted = input.InstanceIds ?? [];
      for (const invocation of command.invocations) {
        if (hasEnded(invocation) || (wanted.length > 0 && !wanted.includes(invocation.instanceId))) continue;
        if (invocation.status === "InProgress") stopOnNode(context, command, invocation.instanceId);
        cancel(invocation, context);
      }
      return {};
    },
  },
});

/** Commands that were under way when the sandbox was stopped: their processes ended with it. */
export function endLostCommands({ regions }: SandboxEvents["sandbox.started"], context: RegionContext): void {
  for (const region of regions) {
    const part = context.inRegion(region);
    for (const command of listNamed(part.store(commandStore).commands))
      for (const invocation of command.invocations)
        if (invocation.status === "InProgress") lose(invocation, part);
  }
}

function lose(invocation: InvocationRecord, context: RegionContext): void {
  invocation.status = "Failed";
  invocation.statusDetails = "Failed";
  invocation.stderr = "the sandbox was stopped while the command ran";
  invocation.endedMs = context.clock.nowMs();
}

function cancel(invocation: InvocationRecord, context: RegionContext): void {
  invocation.status = "Cancelled";
  invocation.statusDetails = "Cancelled";
  invocation.endedMs = context.clock.nowMs();
}

function commandOf(id: string | undefined, context: CallContext): CommandRecord {
  const found = findNamed(context.store(commandStore).commands, id ?? "");
  if (found === undefined) throw new AwsError("InvalidCommandId", "");
  return found;
}

function keyOf(atMs: number, id: string): string {
  return `${String(atMs).padStart(15, "0")} ${id}`;
}

function newestFirst<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  request: { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined },
): Page<Item> {
  return pageByKey(items, key, {
    token: request.NextToken,
    pageSize: checkedSize(request.MaxResults, PAGE_SIZE),
    descending: true,
    badToken: () => new AwsError("InvalidNextToken", "The specified token is not valid."),
  });
}

function tokenOf(page: Page<unknown>): { NextToken?: string } {
  return page.nextToken === undefined ? {} : { NextToken: page.nextToken };
}
