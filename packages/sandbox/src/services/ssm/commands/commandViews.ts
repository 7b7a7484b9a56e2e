import type {
  Command,
  CommandInvocation,
  CommandStatus,
  GetCommandInvocationCommandOutput,
} from "@aws-sdk/client-ssm";
import { hasEnded, type CommandRecord, type InvocationRecord } from "./CommandState.ts";

const PLUGIN = "aws:runShellScript";
/** The list of plugins gives the first characters alone. */
const MOST_PLUGIN_OUTPUT = 2_500;
const NO_CLOUDWATCH = { CloudWatchLogGroupName: "", CloudWatchOutputEnabled: false };

export function commandView(command: CommandRecord): Command {
  const { invocations } = command;
  const status = overallStatus(command);
  return {
    CommandId: command.id,
    DocumentName: command.documentName,
    DocumentVersion: "$DEFAULT",
    Comment: command.comment,
    ExpiresAfter: new Date(
      command.requestedMs + (command.deliverySeconds + command.executionSeconds) * 1_000,
    ),
    Parameters: listsOf(command.parameters),
    InstanceIds: [...command.instanceIds],
    Targets: command.targets.map(({ Key, Values }) => ({ Key, Values: [...Values] })),
    RequestedDateTime: new Date(command.requestedMs),
    Status: status,
    StatusDetails: status === "TimedOut" ? "Execution Timed Out" : status,
    OutputS3Region: "",
    OutputS3BucketName: "",
    OutputS3KeyPrefix: "",
    MaxConcurrency: "50",
    MaxErrors: "0",
    TargetCount: invocations.length,
    CompletedCount: invocations.filter(hasEnded).length,
    ErrorCount: invocations.filter((invocation) => hasEnded(invocation) && invocation.status !== "Success")
      .length,
    DeliveryTimedOutCount: 0,
    ServiceRole: "",
    NotificationConfig: { NotificationArn: "", NotificationEvents: [] },
    CloudWatchOutputConfig: NO_CLOUDWATCH,
    TimeoutSeconds: command.deliverySeconds,
  };
}

export function invocationView(
  command: CommandRecord,
  invocation: InvocationRecord,
): Omit<GetCommandInvocationCommandOutput, "$metadata"> {
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: "$DEFAULT",
    PluginName: PLUGIN,
    ResponseCode: invocation.exitCode,
    ExecutionStartDateTime: dateText(invocation.startedMs),
    ExecutionElapsedTime: elapsedText(invocation),
    ExecutionEndDateTime: dateText(invocation.endedMs),
    Status: invocation.status,
    StatusDetails: invocation.statusDetails,
    StandardOutputContent: invocation.stdout,
    StandardOutputUrl: "",
    StandardErrorContent: invocation.stderr,
    StandardErrorUrl: "",
    CloudWatchOutputConfig: NO_CLOUDWATCH,
  };
}

export function invocationListView(
  command: CommandRecord,
  invocation: InvocationRecord,
  details: boolean,
): CommandInvocation {
  const { status, statusDetails, startedMs, endedMs, stdout, stderr } = invocation;
  const output = stderr === "" ? stdout : `${stdout}\n----------ERROR-------\n${stderr}`;
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    InstanceName: "",
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: "$DEFAULT",
    RequestedDateTime: new Date(command.requestedMs),
    Status: status,
    StatusDetails: statusDetails,
    StandardOutputUrl: "",
    StandardErrorUrl: "",
    CommandPlugins: details
      ? [
          {
            Name: PLUGIN,
            Status: status === "Cancelling" ? "InProgress" : status,
            StatusDetails: statusDetails,
            ResponseCode: invocation.exitCode,
            ...(startedMs === undefined ? {} : { ResponseStartDateTime: new Date(startedMs) }),
            ...(endedMs === undefined ? {} : { ResponseFinishDateTime: new Date(endedMs) }),
            Output: output.slice(0, MOST_PLUGIN_OUTPUT),
            StandardOutputUrl: "",
            StandardErrorUrl: "",
            OutputS3Region: "",
            OutputS3BucketName: "",
            OutputS3KeyPrefix: "",
          },
        ]
      : [],
    ServiceRole: "",
    CloudWatchOutputConfig: NO_CLOUDWATCH,
  };
}

/** A command on several nodes: what is under way first, then what went wrong. */
export function overallStatus({ invocations }: CommandRecord): CommandStatus {
  const has = (status: InvocationRecord["status"]) =>
    invocations.some((invocation) => invocation.status === status);
  if (invocations.length > 0 && invocations.every(({ status }) => status === "Pending")) return "Pending";
  if (has("Cancelling")) return "Cancelling";
  if (has("Pending") || has("InProgress")) return "InProgress";
  for (const status of ["Cancelled", "TimedOut", "Failed"] as const) if (has(status)) return status;
  return "Success";
}

function dateText(atMs: number | undefined): string {
  return atMs === undefined ? "" : new Date(atMs).toISOString();
}

function elapsedText({ startedMs, endedMs }: InvocationRecord): string {
  if (startedMs === undefined || endedMs === undefined) return "";
  return `PT${(endedMs - startedMs) / 1_000}S`;
}

function listsOf(parameters: CommandRecord["parameters"]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]]));
}
