import { cpSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import type { RegionContext } from "../kernel/CallContext.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { SandboxKernel } from "../kernel/SandboxKernel.ts";
import { SANDBOX_MODULES } from "../modules.ts";
import { createTestKernel } from "../testing/createTestKernel.ts";
import { clusterBucketName } from "./provider/clusterBucket.ts";
import { guideConfiguration } from "./testing/guideConfiguration.ts";

const REGION = "us-west-2";
const RESERVATION = "cr-0123456789abcdef0";
const MINUTE_MS = 60_000;

let kernel: SandboxKernel;
let context: RegionContext;

beforeEach(() => {
  kernel = createTestKernel({ modules: SANDBOX_MODULES });
  context = kernel.context(REGION);
});

test("the guide's cluster comes up by AWS's provider: 57 resources, 17 instances, the fleet runs", () => {
  const configuration = guide(16);
  const startMs = kernel.clock.nowMs();
  createWrapper(configuration);
  kernel.clock.runUntilIdle();
  expect([stackStatus("wrapper"), failures()]).toEqual(["CREATE_COMPLETE", ""]);
  expect(stackStatus("ml-cluster")).toBe("CREATE_COMPLETE");
  expect(resourceCount("ml-cluster")).toBe(52);
  expect(resourceCount(nestedStack("ml-cluster"))).toBe(5);
  expect(instances("HeadNode")).toHaveLength(1);
  expect(instances("Compute")).toHaveLength(16);
  const { CapacityReservations } = context.call("ec2", "DescribeCapacityReservations", {
    CapacityReservationIds: [RESERVATION],
  });
  expect(CapacityReservations?.[0]?.AvailableInstanceCount).toBe(0);
  expect(outputs("wrapper")).toMatchObject({ Status: "CREATE_COMPLETE", Fleet: "RUNNING" });
  const minutes = (kernel.clock.nowMs() - startMs) / MINUTE_MS;
  expect(minutes).toBeGreaterThan(12);
  expect(minutes).toBeLessThan(30);
});

test("deletion leaves the bucket and the log groups, and nothing else", () => {
  createWrapper(guide(2));
  kernel.clock.runUntilIdle();
  context.call("cloudformation", "DeleteStack", { StackName: "wrapper" });
  kernel.clock.runUntilIdle();
  expect([stackExists("wrapper"), failures()]).toEqual([false, ""]);
  expect(stackExists("ml-cluster")).toBe(false);
  expect([...instances("HeadNode"), ...instances("Compute")]).toEqual([]);
  expect(context.call("dynamodb", "ListTables", {}).TableNames).toEqual([]);
  expect(context.call("route53", "ListHostedZones", {}).HostedZones).toEqual([]);
  const { LaunchTemplates } = context.call("ec2", "DescribeLaunchTemplates", {});
  expect(LaunchTemplates).toEqual([]);
  const bucket = clusterBucketName(context.accountId, REGION);
  expect(context.call("s3", "ListBuckets", {}).Buckets?.map(({ Name }) => Name)).toEqual([bucket]);
  const { Versions } = context.call("s3", "ListObjectVersions", { Bucket: bucket });
  expect(Versions?.map(({ Key }) => Key)).toEqual(["parallelcluster/.bootstrapped"]);
});

test("more nodes than the reservation holds end in StaticNodeBootstrapFailure", () => {
  createWrapper(guide(28));
  kernel.clock.runUntilIdle();
  expect(failures()).toContain("ml-cluster: StaticNodeBootstrapFailure");
  expect(stackStatus("wrapper")).toBe("ROLLBACK_COMPLETE");
  expect(stackExists("ml-cluster")).toBe(false);
  expect([...instances("HeadNode"), ...instances("Compute")]).toEqual([]);
});

test("a configuration with an unknown key fails the resource with its place, and makes no stack", () => {
  createWrapper({ ...guide(1), Monitorin: {} });
  kernel.clock.runUntilIdle();
  expect(stackStatus("wrapper")).toBe("ROLLBACK_COMPLETE");
  expect(failures()).toContain("Received response status [FAILED] from custom resource. Message returned:");
  expect(failures()).toContain("Monitorin");
  expect(stackExists("ml-cluster")).toBe(false);
});

test("an update of the wrapper adds nodes and keeps the head node", () => {
  const configuration = guide(2);
  createWrapper(configuration);
  kernel.clock.runUntilIdle();
  const [before] = instances("HeadNode");
  const grown: JsonObject = JSON.parse(JSON.stringify(configuration).replaceAll(/"(M..Count)":2/g, '"$1":3'));
  context.call("cloudformation", "UpdateStack", {
    StackName: "wrapper",
    TemplateBody: wrapperTemplate(grown),
    Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
  });
  kernel.clock.runUntilIdle();
  expect([stackStatus("wrapper"), failures()]).toEqual(["UPDATE_COMPLETE", ""]);
  expect(stackStatus("ml-cluster")).toBe("UPDATE_COMPLETE");
  expect(instances("HeadNode")).toEqual([before]);
  expect(instances("Compute")).toHaveLength(3);
});

test("static nodes with types to choose from are launched as a fleet, and a stopped sandbox goes on", () => {
  const { SubnetId } = subnetOfReservation();
  createWrapper({
    Image: { Os: "ubuntu2204" },
    HeadNode: { InstanceType: "t3.medium", Networking: { SubnetId } },
    Scheduling: {
      Scheduler: "slurm",
      SlurmQueues: [
        {
          Name: "cpu",
          Networking: { SubnetIds: [SubnetId] },
          ComputeResources: [
            {
              Name: "c5",
              Instances: [{ InstanceType: "c5.xlarge" }, { InstanceType: "c5a.xlarge" }],
              MinCount: 2,
              MaxCount: 2,
            },
          ],
        },
      ],
    },
  });
  kernel.clock.advance(6 * MINUTE_MS);
  const stopped = context;
  kernel = createTestKernel({ modules: SANDBOX_MODULES, state: structuredClone(kernel.state) });
  context = kernel.context(REGION);
  cpSync(stopped.dataDirectory, context.dataDirectory, { recursive: true });
  kernel.clock.runUntilIdle();
  expect([stackStatus("wrapper"), failures()]).toEqual(["CREATE_COMPLETE", ""]);
  expect(instances("Compute")).toHaveLength(2);
});

test("the same seed and start time give the same state, byte for byte", () => {
  const states = [1, 2].map(() => {
    kernel = createTestKernel({ modules: SANDBOX_MODULES });
    context = kernel.context(REGION);
    createWrapper(guide(2));
    kernel.clock.runUntilIdle();
    return JSON.stringify(kernel.state);
  });
  expect(states[0]).toBe(states[1]);
});

test("the fleet stops and starts again on request, and its nodes are the static ones", () => {
  createWrapper(guide(2));
  kernel.clock.runUntilIdle();
  requestFleet("STOP_REQUESTED");
  kernel.clock.advance(3 * MINUTE_MS);
  expect([fleetStatus(), instances("Compute")]).toEqual(["STOPPED", []]);
  requestFleet("START_REQUESTED");
  kernel.clock.advance(3 * MINUTE_MS);
  expect([fleetStatus(), instances("Compute").length]).toEqual(["RUNNING", 2]);
});

function requestFleet(status: string): void {
  context.call("dynamodb", "UpdateItem", {
    TableName: "parallelcluster-ml-cluster",
    Key: { Id: { S: "COMPUTE_FLEET" } },
    UpdateExpression: "set #dt.#st=:s",
    ExpressionAttributeNames: { "#dt": "Data", "#st": "status" },
    ExpressionAttributeValues: { ":s": { S: status } },
  });
}

function fleetStatus(): string | undefined {
  const { Item } = context.call("dynamodb", "GetItem", {
    TableName: "parallelcluster-ml-cluster",
    Key: { Id: { S: "COMPUTE_FLEET" } },
  });
  return Item?.["Data"]?.M?.["status"]?.S;
}

function guide(count: number): JsonObject {
  const { SubnetId } = subnetOfReservation();
  const lustre = context.call("fsx", "CreateFileSystem", {
    FileSystemType: "LUSTRE",
    StorageCapacity: 1200,
    SubnetIds: [SubnetId],
    LustreConfiguration: { DeploymentType: "PERSISTENT_2", PerUnitStorageThroughput: 250 },
  });
  const openZfs = context.call("fsx", "CreateFileSystem", {
    FileSystemType: "OPENZFS",
    StorageCapacity: 512,
    SubnetIds: [SubnetId],
    OpenZFSConfiguration: { DeploymentType: "SINGLE_AZ_HA_2", ThroughputCapacity: 320 },
  });
  context.call("ec2", "CreateKeyPair", { KeyName: "key", KeyType: "ed25519" });
  kernel.clock.runUntilIdle();
  return guideConfiguration({
    headNodeSubnetId: SubnetId,
    computeSubnetId: SubnetId,
    securityGroupId: defaultGroup(),
    keyName: "key",
    reservationId: RESERVATION,
    instanceCount: count,
    lustreFileSystemId: lustre.FileSystem?.FileSystemId ?? "",
    openZfsVolumeId: openZfs.FileSystem?.OpenZFSConfiguration?.RootVolumeId ?? "",
  });
}

function createWrapper(configuration: JsonObject, properties: JsonObject = {}): void {
  context.call("cloudformation", "CreateStack", {
    StackName: "wrapper",
    TemplateBody: wrapperTemplate(configuration, properties),
    Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    Tags: [{ Key: "project", Value: "llm" }],
  });
}

function wrapperTemplate(configuration: JsonObject, properties: JsonObject = {}): string {
  const template = {
    Resources: {
      Provider: {
        Type: "AWS::CloudFormation::Stack",
        Properties: {
          TemplateURL: `https://${REGION}-aws-parallelcluster.s3.${REGION}.amazonaws.com/parallelcluster/3.13.1/templates/custom_resource/cluster.yaml`,
        },
      },
      Cluster: {
        Type: "Custom::PclusterCluster",
        Properties: {
          ServiceToken: { "Fn::GetAtt": ["Provider", "Outputs.ServiceToken"] },
          ClusterName: "ml-cluster",
          ClusterConfiguration: configuration,
          ...properties,
        },
      },
    },
    Outputs: {
      Status: { Value: { "Fn::GetAtt": ["Cluster", "clusterStatus"] } },
      Fleet: { Value: { "Fn::GetAtt": ["Cluster", "computeFleetStatus"] } },
      HeadNode: { Value: { "Fn::GetAtt": ["Cluster", "headNode.instanceId"] } },
    },
  };
  return JSON.stringify(template);
}

function subnetOfReservation(): { readonly SubnetId: string } {
  const { CapacityReservations } = context.call("ec2", "DescribeCapacityReservations", {
    CapacityReservationIds: [RESERVATION],
  });
  const zone = CapacityReservations?.[0]?.AvailabilityZone ?? "";
  const { Subnets } = context.call("ec2", "DescribeSubnets", {
    Filters: [{ Name: "availability-zone", Values: [zone] }],
  });
  return { SubnetId: Subnets?.[0]?.SubnetId ?? "" };
}

function defaultGroup(): string {
  const { SecurityGroups } = context.call("ec2", "DescribeSecurityGroups", {
    Filters: [{ Name: "group-name", Values: ["default"] }],
  });
  return SecurityGroups?.[0]?.GroupId ?? "";
}

function stackStatus(name: string): string | undefined {
  return context.call("cloudformation", "DescribeStacks", { StackName: name }).Stacks?.[0]?.StackStatus;
}

function stackExists(name: string): boolean {
  const { Stacks } = context.call("cloudformation", "DescribeStacks", {});
  return (Stacks ?? []).some(({ StackName }) => StackName === name);
}

function outputs(name: string): Record<string, string> {
  const { Stacks } = context.call("cloudformation", "DescribeStacks", { StackName: name });
  return Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? "", OutputValue ?? ""]),
  );
}

function resourceCount(name: string): number {
  return (
    context.call("cloudformation", "DescribeStackResources", { StackName: name }).StackResources?.length ?? 0
  );
}

function nestedStack(parent: string): string {
  const { StackResources } = context.call("cloudformation", "DescribeStackResources", { StackName: parent });
  const nested = StackResources?.find(({ ResourceType }) => ResourceType === "AWS::CloudFormation::Stack");
  return nested?.PhysicalResourceId ?? "";
}

function instances(nodeType: string): readonly string[] {
  const { Reservations } = context.call("ec2", "DescribeInstances", {
    Filters: [
      { Name: "tag:parallelcluster:node-type", Values: [nodeType] },
      { Name: "instance-state-name", Values: ["pending", "running", "shutting-down", "stopping", "stopped"] },
    ],
  });
  return (Reservations ?? []).flatMap((entry) =>
    (entry.Instances ?? []).map(({ InstanceId }) => InstanceId ?? ""),
  );
}

/** Reasons of everything that failed, for the message of a failing test. */
function failures(): string {
  const { Stacks } = context.call("cloudformation", "DescribeStacks", {});
  const names = ["wrapper", ...(Stacks ?? []).map(({ StackId }) => StackId ?? "")];
  return names
    .flatMap((StackName) => {
      try {
        return context.call("cloudformation", "DescribeStackEvents", { StackName }).StackEvents ?? [];
      } catch {
        return [];
      }
    })
    .filter(({ ResourceStatus }) => ResourceStatus?.endsWith("FAILED"))
    .map((event) => `${event.StackName}/${event.LogicalResourceId}: ${event.ResourceStatusReason}`)
    .join("\n");
}
