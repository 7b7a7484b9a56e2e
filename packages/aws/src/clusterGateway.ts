import {
  GetItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { DescribeInstancesCommand, type EC2Client, type Instance } from "@aws-sdk/client-ec2";
import type { ClusterGateway, ClusterInstance, FleetStatus } from "@trainyard/core";
import { abortOptions } from "./abortOptions.ts";
import { tagsOf } from "./tags.ts";
import { awsCodeOf, translated } from "./translateError.ts";

const LIVE_STATES = ["pending", "running", "stopping", "stopped", "shutting-down"];
const ROLES = { HeadNode: "head-node", Compute: "compute-node", LoginNode: "login-node" } as const;
const LOGIN_USERS: Readonly<Record<string, string>> = {
  alinux: "ec2-user",
  rhel: "ec2-user",
  ubuntu: "ubuntu",
  rocky: "rocky",
};

export function createClusterGateway(ec2: EC2Client, dynamodb: DynamoDBClient): ClusterGateway {
  return {
    instances: (clusterName, signal) =>
      translated("DescribeInstances", () => listInstances(ec2, clusterName, signal)),
    fleet: (clusterName, signal) => translated("GetItem", () => readFleet(dynamodb, clusterName, signal)),
    requestFleet: (clusterName, request, signal) =>
      translated("UpdateItem", () => requestFleet(dynamodb, { clusterName, ...request }, signal)),
  };
}

async function listInstances(
  ec2: EC2Client,
  clusterName: string,
  signal: AbortSignal | undefined,
): Promise<ClusterInstance[]> {
  const instances: ClusterInstance[] = [];
  let next: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: "tag:parallelcluster:cluster-name", Values: [clusterName] },
          { Name: "instance-state-name", Values: LIVE_STATES },
        ],
        MaxResults: 1_000,
        NextToken: next,
      }),
      abortOptions(signal),
    );
    for (const reservation of page.Reservations ?? [])
      instances.push(...(reservation.Instances ?? []).map(describe));
    next = page.NextToken;
  } while (next !== undefined);
  return instances;
}

async function readFleet(
  dynamodb: DynamoDBClient,
  clusterName: string,
  signal: AbortSignal | undefined,
): Promise<FleetStatus> {
  try {
    const answer = await dynamodb.send(
      new GetItemCommand({
        TableName: `parallelcluster-${clusterName}`,
        Key: { Id: { S: "COMPUTE_FLEET" } },
        ConsistentRead: true,
      }),
      abortOptions(signal),
    );
    const data: Record<string, AttributeValue> = answer.Item?.["Data"]?.M ?? {};
    const changedAt = Date.parse(
      (data["lastStatusUpdatedTime"]?.S ?? "").replace(" UTC", "Z").replace(" ", "T"),
    );
    return {
      status: data["status"]?.S ?? "UNKNOWN",
      changedAtMs: Number.isNaN(changedAt) ? undefined : changedAt,
    };
  } catch (error) {
    if (awsCodeOf(error) === "ResourceNotFoundException")
      return { status: "UNKNOWN", changedAtMs: undefined };
    throw error;
  }
}

/** The update that the official program makes: it wins against the daemon's own writes or changes nothing. */
async function requestFleet(
  dynamodb: DynamoDBClient,
  request: { clusterName: string; from: string; to: string; atMs: number },
  signal: AbortSignal | undefined,
): Promise<"requested" | "conflict"> {
  const at = new Date(request.atMs).toISOString().replace("T", " ").replace("Z", "000+00:00");
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: `parallelcluster-${request.clusterName}`,
        Key: { Id: { S: "COMPUTE_FLEET" } },
        UpdateExpression: "set #dt.#st=:s, #dt.#lut=:t",
        ConditionExpression: "#dt.#st = :from",
        ExpressionAttributeNames: { "#dt": "Data", "#st": "status", "#lut": "lastStatusUpdatedTime" },
        ExpressionAttributeValues: { ":s": { S: request.to }, ":t": { S: at }, ":from": { S: request.from } },
      }),
      abortOptions(signal),
    );
    return "requested";
  } catch (error) {
    if (awsCodeOf(error) === "ConditionalCheckFailedException") return "conflict";
    throw error;
  }
}

function describe(instance: Instance): ClusterInstance {
  const tags = tagsOf(instance.Tags);
  const nodeType = tags["parallelcluster:node-type"];
  const system = tags["parallelcluster:attributes"]?.split(",")[0]?.trim() ?? "";
  return {
    id: instance.InstanceId ?? "",
    instanceType: instance.InstanceType ?? "",
    state: instance.State?.Name ?? "",
    role: nodeType === "HeadNode" || nodeType === "LoginNode" ? ROLES[nodeType] : ROLES.Compute,
    queue: tags["parallelcluster:queue-name"],
    computeResource: tags["parallelcluster:compute-resource-name"],
    privateIpAddress: instance.PrivateIpAddress,
    publicIpAddress: instance.PublicIpAddress,
    launchedAtMs: instance.LaunchTime?.getTime() ?? 0,
    zone: instance.Placement?.AvailabilityZone ?? "",
    loginUser: Object.entries(LOGIN_USERS).find(([prefix]) => system.startsWith(prefix))?.[1],
  };
}
