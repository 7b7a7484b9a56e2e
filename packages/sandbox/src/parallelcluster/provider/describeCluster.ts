import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { withoutUndefined } from "../template/Resources.ts";
import { clusterStatus } from "@trainyard/core";
import { findClusterStack, tagOf, type ClusterStack } from "./clusterStack.ts";
import { failureCode } from "./failureCodes.ts";

const READABLE_FLEET = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "UPDATE_IN_PROGRESS",
]);

/** What `describe-cluster` answers, without configuration, scheduler and tags, which the provider leaves out. */
export function describeCluster(context: RegionContext, clusterName: string): JsonObject | undefined {
  const stack = findClusterStack(context, clusterName);
  if (stack === undefined) return undefined;
  const status = clusterStatus(stack.status);
  return withoutUndefined({
    clusterName,
    region: context.region,
    version: tagOf(stack, "parallelcluster:version") ?? "",
    cloudFormationStackStatus: stack.status,
    cloudformationStackArn: stack.stackId,
    clusterStatus: status,
    creationTime: isoTime(stack.creationTime),
    lastUpdatedTime: isoTime(stack.lastUpdatedTime ?? stack.creationTime),
    computeFleetStatus: fleetStatus(context, stack),
    headNode: headNode(context, clusterName),
    failures: status === "CREATE_FAILED" ? [failureOf(context, stack)] : undefined,
  });
}

/** `headNode.publicIpAddress` and so on; items of lists by their index. */
export function flatten(value: JsonObject, prefix = ""): Record<string, Json> {
  const flat: Record<string, Json> = {};
  for (const [key, entry] of Object.entries(value)) {
    const nested = nestedEntries(entry);
    if (nested === undefined) flat[prefix + key] = entry;
    else Object.assign(flat, flatten(nested, `${prefix}${key}.`));
  }
  return flat;
}

function nestedEntries(entry: Json): JsonObject | undefined {
  if (Array.isArray(entry))
    return Object.fromEntries(entry.map((item: Json, index): [string, Json] => [String(index), item]));
  return isJsonObject(entry) ? entry : undefined;
}

function isoTime(time: Date | undefined): string | undefined {
  return time?.toISOString();
}

function fleetStatus(context: RegionContext, stack: ClusterStack): string {
  if (!READABLE_FLEET.has(stack.status)) return "UNKNOWN";
  try {
    const { Item } = context.call("dynamodb", "GetItem", {
      TableName: `parallelcluster-${stack.stackName}`,
      Key: { Id: { S: "COMPUTE_FLEET" } },
      ConsistentRead: true,
    });
    return Item?.["Data"]?.M?.["status"]?.S ?? "UNKNOWN";
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return "UNKNOWN";
    throw error;
  }
}

function headNode(context: RegionContext, clusterName: string): JsonObject | undefined {
  const { Reservations } = context.call("ec2", "DescribeInstances", {
    Filters: [
      { Name: "tag:parallelcluster:cluster-name", Values: [clusterName] },
      { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] },
      { Name: "tag:parallelcluster:node-type", Values: ["HeadNode"] },
    ],
  });
  const instance = Reservations?.[0]?.Instances?.[0];
  if (instance === undefined) return undefined;
  return withoutUndefined({
    instanceId: instance.InstanceId,
    instanceType: instance.InstanceType,
    launchTime: isoTime(instance.LaunchTime),
    privateIpAddress: instance.PrivateIpAddress,
    publicIpAddress: instance.PublicIpAddress,
    state: instance.State?.Name,
  });
}

function failureOf(context: RegionContext, stack: ClusterStack): JsonObject {
  const events = context.call("cloudformation", "DescribeStackEvents", { StackName: stack.stackId });
  const reasons = (events.StackEvents ?? [])
    .filter(
      (event) =>
        event.ResourceType === "AWS::CloudFormation::WaitCondition" &&
        event.ResourceStatus === "CREATE_FAILED",
    )
    .map((event) => event.ResourceStatusReason ?? "");
  return { failureCode: failureCode(reasons), failureReason: reasons[0] ?? "" };
}
