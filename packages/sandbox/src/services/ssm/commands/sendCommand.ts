import type { SendCommandCommandInput } from "@aws-sdk/client-ssm";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import type { Json } from "../../../kernel/json.ts";
import { findNamed, listNamed, putNamed, removeNamed, type NameTable } from "../../../kernel/NameTable.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { managedNodes } from "../nodes/managedNodes.ts";
import { ssmDurations } from "../durations.ts";
import { commandStore, hasEnded, type CommandRecord } from "./CommandState.ts";
import { commandView } from "./commandViews.ts";
import { runOnNode } from "./runOnNode.ts";

export const RUN_SHELL_SCRIPT = "AWS-RunShellScript";
const PARAMETERS = ["commands", "workingDirectory", "executionTimeout"];
const MOST_ENDED = 200;
const MOST_INSTANCES = 50;
const LONGEST_COMMENT = 100;
const DEFAULT_SECONDS = 3_600;
const LONGEST_EXECUTION_SECONDS = 172_800;

export const sendCommandOperations = defineOperations<"ssm">()({
  SendCommand: {
    members: [
      "InstanceIds",
      "Targets",
      "DocumentName",
      "DocumentVersion",
      "Comment",
      "Parameters",
      "TimeoutSeconds",
    ],
    run(input, context) {
      checkDocument(input);
      const command = recordOf(input, context);
      const { commands } = context.store(commandStore);
      putNamed(commands, command.id, command);
      forgetOldest(commands);
      context.clock.schedule({
        kind: "ssm.deliver-command",
        region: context.region,
        payload: command.id,
        afterMs: ssmDurations.deliveryMs,
      });
      return { Command: commandView(command) };
    },
  },
});

/** AWS keeps commands for 30 days; a state that grows with every look at a job would not stay small. */
function forgetOldest(commands: NameTable<CommandRecord>): void {
  const ended = listNamed(commands)
    .filter(({ invocations }) => invocations.every(hasEnded))
    .sort((left, right) => right.requestedMs - left.requestedMs);
  for (const { id } of ended.slice(MOST_ENDED)) removeNamed(commands, id);
}

/** The agents have got the command. */
export function deliverCommand(commandId: Json, context: RegionContext): void {
  if (typeof commandId !== "string") return;
  const command = findNamed(context.store(commandStore).commands, commandId);
  if (command === undefined) return;
  for (const invocation of command.invocations)
    if (invocation.status === "Pending") runOnNode(context, command, invocation);
}

function checkDocument({
  DocumentName = "",
  DocumentVersion,
  Parameters = {},
}: SendCommandCommandInput): void {
  const name = DocumentName.replace(/^arn:[^:]+:ssm:[^:]*:[^:]*:document\//, "");
  if (name !== RUN_SHELL_SCRIPT)
    throw new AwsError(
      "InvalidDocument",
      `The sandbox models the document ${RUN_SHELL_SCRIPT}, not ${name}.`,
    );
  if (DocumentVersion !== undefined && !["1", "$DEFAULT", "$LATEST"].includes(DocumentVersion))
    throw new AwsError("InvalidDocumentVersion", "");
  const unknown = Object.keys(Parameters).find((parameter) => !PARAMETERS.includes(parameter));
  if (unknown !== undefined)
    throw new AwsError("InvalidParameters", `document ${name} does not support parameters: ${unknown}`);
  if ((Parameters["commands"] ?? []).length === 0)
    throw new AwsError("InvalidParameters", 'Parameter "commands" requires a value.');
}

function recordOf(input: SendCommandCommandInput, context: CallContext): CommandRecord {
  const { Comment = "", Parameters = {}, TimeoutSeconds = DEFAULT_SECONDS } = input;
  if (Comment.length > LONGEST_COMMENT)
    throw invalid(Comment, "comment", `Member must have length less than or equal to ${LONGEST_COMMENT}`);
  if (TimeoutSeconds < 30)
    throw invalid(TimeoutSeconds, "timeoutSeconds", "Member must have value greater than or equal to 30");
  if (TimeoutSeconds > 2_592_000)
    throw invalid(TimeoutSeconds, "timeoutSeconds", "Member must have value less than or equal to 2592000");
  const instanceIds = nodesOf(input, context);
  return {
    id: context.ids.uuid("ssm-command"),
    documentName: RUN_SHELL_SCRIPT,
    comment: Comment,
    parameters: Parameters,
    instanceIds: input.InstanceIds ?? [],
    targets: (input.Targets ?? []).map(({ Key = "", Values = [] }) => ({ Key, Values })),
    requestedMs: context.clock.nowMs(),
    deliverySeconds: TimeoutSeconds,
    executionSeconds: executionSecondsOf(Parameters["executionTimeout"]?.[0]),
    invocations: instanceIds.map((instanceId) => ({
      instanceId,
      status: "Pending",
      statusDetails: "Pending",
      exitCode: -1,
      stdout: "",
      stderr: "",
    })),
  };
}

/** @throws {AwsError} `InvalidInstanceId` for a node whose agent is not registered. */
function nodesOf({ InstanceIds, Targets }: SendCommandCommandInput, context: CallContext): readonly string[] {
  if ((InstanceIds ?? []).length > MOST_INSTANCES)
    throw invalid(
      `[${(InstanceIds ?? []).join(", ")}]`,
      "instanceIds",
      `Member must have length less than or equal to ${MOST_INSTANCES}`,
    );
  if (InstanceIds !== undefined && Targets !== undefined)
    throw new AwsError(
      "ValidationException",
      "You can not specify both instanceIds and targets in a single request.",
    );
  if (InstanceIds === undefined) return targetedNodes(Targets ?? [], context);
  const ids = [...new Set(InstanceIds)];
  const registered = new Set(managedNodes(context, ids).map(({ InstanceId }) => InstanceId));
  const missing = ids.filter((id) => !registered.has(id));
  if (missing.length > 0 || ids.length === 0)
    throw new AwsError(
      "InvalidInstanceId",
      `Instances [[${missing.join(", ")}]] not in a valid state for account ${context.accountId}`,
    );
  return ids;
}

function targetedNodes(
  targets: NonNullable<SendCommandCommandInput["Targets"]>,
  context: CallContext,
): string[] {
  if (targets.length === 0)
    throw new AwsError("ValidationException", "You must specify either instanceIds or targets.");
  return managedNodes(context)
    .filter((instance) =>
      targets.every(({ Key = "", Values = [] }) => {
        if (Key === "InstanceIds" || Key === "instanceids") return Values.includes(instance.InstanceId ?? "");
        if (!Key.startsWith("tag:"))
          throw new AwsError(
            "InvalidTarget",
            `The sandbox models the targets InstanceIds and tag:, not ${Key}.`,
          );
        const tag = instance.Tags?.find((candidate) => candidate.Key === Key.slice("tag:".length));
        return tag !== undefined && Values.includes(tag.Value ?? "");
      }),
    )
    .map(({ InstanceId = "" }) => InstanceId);
}

function executionSecondsOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_SECONDS;
  const seconds = Number(text);
  if (/^\d{1,6}$/.test(text) && seconds >= 1 && seconds <= LONGEST_EXECUTION_SECONDS) return seconds;
  throw new AwsError(
    "InvalidParameters",
    `Parameter "executionTimeout" has the value "${text}" not matching the pattern of seconds from 1 to ${LONGEST_EXECUTION_SECONDS}.`,
  );
}

function invalid(value: string | number, member: string, constraint: string): AwsError {
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
