import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type CloudFormationClient,
  type CreateChangeSetCommandInput,
  type ResourceChange,
} from "@aws-sdk/client-cloudformation";
import type { StackChange } from "@trainyard/core";
import { abortOptions } from "./abortOptions.ts";

const POLL_INTERVAL_MS = 500;
const MAX_POLLS = 240;
const ACTIONS = {
  Add: "add",
  Modify: "modify",
  Remove: "remove",
  Import: "import",
  Dynamic: "dynamic",
} as const;
const REPLACEMENTS = { True: "yes", False: "no", Conditional: "maybe" } as const;

/** Asks CloudFormation what an update would do, and removes the change set again. */
export async function previewChanges(
  client: CloudFormationClient,
  stack: Omit<CreateChangeSetCommandInput, "ChangeSetName" | "ChangeSetType">,
  signal: AbortSignal | undefined,
): Promise<StackChange[]> {
  const names = { StackName: stack.StackName, ChangeSetName: `trainyard-plan-${randomUUID()}` };
  await client.send(
    new CreateChangeSetCommand({ ...stack, ...names, ChangeSetType: "UPDATE" }),
    abortOptions(signal),
  );
  try {
    return await readChanges(client, names, signal);
  } finally {
    await client.send(new DeleteChangeSetCommand(names), abortOptions(signal));
  }
}

async function readChanges(
  client: CloudFormationClient,
  names: { StackName: string | undefined; ChangeSetName: string },
  signal: AbortSignal | undefined,
): Promise<StackChange[]> {
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    const answer = await client.send(new DescribeChangeSetCommand(names), abortOptions(signal));
    if (answer.Status === "CREATE_COMPLETE")
      return (answer.Changes ?? []).flatMap(({ ResourceChange: change }) =>
        change === undefined ? [] : [describe(change)],
      );
    if (answer.Status === "FAILED") {
      if (/didn't contain changes|No updates are to be performed/.test(answer.StatusReason ?? "")) return [];
      throw new Error(`the change set failed: ${answer.StatusReason ?? "no reason given"}`);
    }
    await sleep(POLL_INTERVAL_MS, undefined, signal === undefined ? {} : { signal });
  }
  throw new Error("the change set was not ready after two minutes");
}

function describe(change: ResourceChange): StackChange {
  return {
    action:
      ACTIONS[change.Action === "SyncWithActual" || change.Action === undefined ? "Modify" : change.Action],
    logicalId: change.LogicalResourceId ?? "",
    resourceType: change.ResourceType ?? "",
    replacement: REPLACEMENTS[change.Replacement ?? "False"],
    properties: [
      ...new Set(
        (change.Details ?? []).flatMap(({ Target }) => (Target?.Name === undefined ? [] : [Target.Name])),
      ),
    ],
  };
}
