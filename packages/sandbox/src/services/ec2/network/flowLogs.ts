import type { FlowLog } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import type { InputOf } from "../../../kernel/serviceModels.ts";
import { list } from "../requests/listing.ts";
import { oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { flowLogs, type FlowLogRecord } from "./flowLogStore.ts";

const DEFAULT_FORMAT =
  "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

/** Flow logs are kept and answered; no traffic is logged. */
export const flowLogOperations = defineOperations<"ec2">()({
  CreateFlowLogs: {
    members: [
      "ClientToken",
      "DeliverLogsPermissionArn",
      "DestinationOptions",
      "DryRun",
      "LogDestination",
      "LogDestinationType",
      "LogFormat",
      "LogGroupName",
      "MaxAggregationInterval",
      "ResourceIds",
      "ResourceType",
      "TagSpecifications",
      "TrafficType",
    ],
    run: createFlowLogs,
  },
  DescribeFlowLogs: {
    members: ["DryRun", "Filter", "FlowLogIds", "MaxResults", "NextToken"],
    run(input, context) {
      const page = list(
        {
          kind: resourceKinds.flowLog,
          items: flowLogs(context),
          idOf: (log) => log.id,
          tagsOf: (log) => tagsOf(context, log.id),
          fields: {
            "deliver-log-status": () => "SUCCESS",
            "flow-log-id": (log) => log.id,
            "log-destination-type": (log) => log.destinationType,
            "log-group-name": (log) => log.logGroupName,
            "resource-id": (log) => log.resourceId,
            "traffic-type": (log) => log.trafficType,
          },
        },
        { ...input, Filters: input.Filter, ids: input.FlowLogIds },
      );
      return { FlowLogs: page.items.map((log) => describe(log, context)), NextToken: page.nextToken };
    },
  },
  DeleteFlowLogs: {
    members: ["DryRun", "FlowLogIds"],
    run(input, context) {
      const ids = required(input.FlowLogIds, "flowLogIds");
      for (const id of ids) find(flowLogs(context), id, resourceKinds.flowLog);
      refuseDryRun(input.DryRun);
      for (const id of ids) {
        delete flowLogs(context)[id];
        dropTags(context, id);
      }
      return { Unsuccessful: [] };
    },
  },
});

function createFlowLogs(input: InputOf<"ec2", "CreateFlowLogs">, context: CallContext) {
  checkDestination(input);
  const ids = required(input.ResourceIds, "resourceIds");
  for (const id of ids) requireResource(input.ResourceType ?? "", id, context);
  const tags = tagsFor(resourceKinds.flowLog, input.TagSpecifications, context);
  refuseDryRun(input.DryRun);
  const ClientToken = input.ClientToken ?? context.ids.uuid("ec2-flow-log-token");
  const bucket = missingBucket(input, context);
  if (bucket !== undefined) {
    const Error = { Code: "400", Message: `LogDestination: ${bucket} does not exist` };
    return { ClientToken, FlowLogIds: [], Unsuccessful: ids.map((ResourceId) => ({ ResourceId, Error })) };
  }
  const made = ids.map((resourceId) => recordOf(input, resourceId, context));
  for (const log of made) {
    flowLogs(context)[log.id] = log;
    putTags(context, log.id, tags);
  }
  return { ClientToken, FlowLogIds: made.map((log) => log.id), Unsuccessful: [] };
}

function checkDestination(input: InputOf<"ec2", "CreateFlowLogs">): void {
  const { LogGroupName: group, LogDestination: destination, LogDestinationType: type } = input;
  const problem =
    group !== undefined && type !== undefined && type !== "cloud-watch-logs"
      ? "LogDestination type must be cloud-watch-logs if LogGroupName is provided."
      : group !== undefined && destination !== undefined
        ? "Please only provide LogGroupName or only provide LogDestination."
        : group === undefined && destination === undefined
          ? "LogDestination can't be empty if LogGroupName is not provided."
          : undefined;
  if (problem !== undefined) throw new AwsError("InvalidParameter", problem);
  if ((type ?? "cloud-watch-logs") === "cloud-watch-logs" && input.DeliverLogsPermissionArn === undefined)
    throw new AwsError(
      "InvalidParameter",
      "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
    );
}

function requireResource(type: string, id: string, context: RegionContext): void {
  const state = ec2State(context);
  switch (oneOf(type, ["VPC", "Subnet", "NetworkInterface"], "resourceType")) {
    case "VPC":
      find(state.vpcs, id, resourceKinds.vpc);
      return;
    case "Subnet":
      find(state.subnets, id, resourceKinds.subnet);
      return;
    case "NetworkInterface":
      find(state.interfaces, id, resourceKinds.networkInterface);
  }
}

/** The bucket of a destination when there is none of its name. */
function missingBucket(input: InputOf<"ec2", "CreateFlowLogs">, context: CallContext): string | undefined {
  if (input.LogDestinationType !== "s3") return undefined;
  const bucket = /^arn:[^:]+:s3:::([^/]+)/.exec(input.LogDestination ?? "")?.[1] ?? "";
  try {
    context.call("s3", "GetBucketLocation", { Bucket: bucket });
    return undefined;
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchBucket") return bucket;
    throw error;
  }
}

function recordOf(
  input: InputOf<"ec2", "CreateFlowLogs">,
  resourceId: string,
  context: CallContext,
): FlowLogRecord {
  const options = input.DestinationOptions;
  return {
    id: context.ids.resourceId("fl"),
    createdMs: context.clock.nowMs(),
    resourceId,
    trafficType: oneOf(input.TrafficType ?? "ALL", ["ACCEPT", "REJECT", "ALL"], "trafficType"),
    destinationType: oneOf(
      input.LogDestinationType ?? "cloud-watch-logs",
      ["cloud-watch-logs", "s3", "kinesis-data-firehose"],
      "logDestinationType",
    ),
    destination: input.LogDestination,
    logGroupName: input.LogGroupName,
    roleArn: input.DeliverLogsPermissionArn,
    format: input.LogFormat ?? DEFAULT_FORMAT,
    maxAggregationSeconds: input.MaxAggregationInterval ?? 600,
    fileFormat: options?.FileFormat,
    hiveCompatible: options?.HiveCompatiblePartitions,
    perHour: options?.PerHourPartition,
  };
}

function describe(log: FlowLogRecord, context: RegionContext): FlowLog {
  const isInS3 = log.destinationType === "s3";
  return {
    CreationTime: new Date(log.createdMs),
    DeliverLogsStatus: "SUCCESS",
    ...(log.roleArn === undefined ? {} : { DeliverLogsPermissionArn: log.roleArn }),
    ...(isInS3
      ? {
          DestinationOptions: {
            FileFormat: log.fileFormat ?? "plain-text",
            HiveCompatiblePartitions: log.hiveCompatible ?? false,
            PerHourPartition: log.perHour ?? false,
          },
        }
      : {}),
    FlowLogId: log.id,
    FlowLogStatus: "ACTIVE",
    ...(log.destination === undefined ? {} : { LogDestination: log.destination }),
    LogDestinationType: log.destinationType,
    LogFormat: log.format,
    ...(log.logGroupName === undefined ? {} : { LogGroupName: log.logGroupName }),
    MaxAggregationInterval: log.maxAggregationSeconds,
    ResourceId: log.resourceId,
    Tags: [...tagsOf(context, log.id)],
    TrafficType: log.trafficType,
  };
}
