import { expect, test } from "vitest";
import { readClusterConfiguration } from "../configuration/readClusterConfiguration.ts";
import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import { guideConfiguration } from "../testing/guideConfiguration.ts";
import { templateFacts, TEST_SUBNET_ID } from "../testing/templateFacts.ts";
import { clusterTemplate } from "./clusterTemplate.ts";

const VANILLA: JsonObject = {
  Image: { Os: "alinux2" },
  HeadNode: {
    InstanceType: "t3.micro",
    Networking: { SubnetId: TEST_SUBNET_ID },
    Ssh: { KeyName: "k" },
  },
  Scheduling: {
    Scheduler: "slurm",
    SlurmQueues: [queue("queue1", [{ Name: "cr1", InstanceType: "c5.2xlarge" }])],
  },
};

const GUIDE = guideConfiguration({
  headNodeSubnetId: TEST_SUBNET_ID,
  computeSubnetId: TEST_SUBNET_ID,
  securityGroupId: "sg-12345678",
  keyName: "k",
  reservationId: "cr-0123456789abcdef0",
  instanceCount: 16,
  lustreFileSystemId: "fs-0lustre",
  openZfsVolumeId: "fsvol-0",
});

const ROOT_VANILLA = [
  "CleanupResourcesFunction",
  "CleanupResourcesFunctionExecutionRole",
  "CleanupResourcesFunctionLogGroup",
  "CleanupResourcesS3BucketCustomResource",
  "CleanupRoute53CustomResource",
  "CleanupRoute53Function",
  "CleanupRoute53FunctionExecutionRole",
  "CleanupRoute53FunctionLogGroup",
  "CloudWatchLogGroup",
  "CloudwatchDashboard88785441",
  "ComputeFleetQueuesNestedStackQueuesNestedStackResource4C142E85",
  "ComputeFleetTerminateComputeFleetCustomResource9CE1795B",
  "ComputeSecurityGroup",
  "ComputeSecurityGroupEgress",
  "ComputeSecurityGroupHeadNodeIngress0",
  "ComputeSecurityGroupIngress",
  "ComputeSecurityGroupNormalEgress",
  "DynamoDBTable",
  "EC2HealthCheckErrorsFilter",
  "HeadNode",
  "HeadNodeAlarmD6381F07",
  "HeadNodeCpuAlarm5DF0A86F",
  "HeadNodeDiskAlarm3749DE06",
  "HeadNodeENI",
  "HeadNodeHealthAlarmB0807419",
  "HeadNodeLaunchTemplate",
  "HeadNodeMemAlarm7B308961",
  "HeadNodeSecurityGroup",
  "HeadNodeSecurityGroupComputeIngress0",
  "HeadNodeWaitCondition20261123171207",
  "HeadNodeWaitConditionHandle20261123171207",
  "IamPolicyErrorsFilter",
  "InstanceBootstrapTimeoutErrorsFilter",
  "InstanceProfileHeadNode",
  "InsufficientCapacityErrorsFilter",
  "MaxDynamicNodeIdleTimeFilter",
  "NoCorrespondingInstanceErrorsFilter",
  "OtherInstanceLaunchFailuresFilter",
  "ParallelClusterPoliciesHeadNode",
  "ParallelClusterSlurmRoute53Policies",
  "RoleHeadNode",
  "Route53HostedZone",
  "ScheduledEventHealthCheckErrorsFilter",
  "SlurmDynamoDBTable",
  "SlurmNodeNotRespondingErrorsFilter",
  "SlurmPoliciesHeadNode",
  "VcpuLimitErrorsFilter",
  "VolumeLimitErrorsFilter",
];

const QUEUES_VANILLA = [
  "InstanceProfile15b342af42246b70",
  "LaunchTemplateA7211c84b953696f",
  "ParallelClusterPolicies15b342af42246b70",
  "Role15b342af42246b70",
  "SlurmPolicies15b342af42246b70",
];

test("the vanilla cluster has the 53 resources of the official CLI, by logical id", () => {
  const stacks = idsOf(VANILLA);
  expect(stacks.root).toEqual(ROOT_VANILLA);
  expect(stacks.queues).toEqual(QUEUES_VANILLA);
});

test("the guide's cluster has 57 resources: four more metric filters for its custom actions", () => {
  const stacks = idsOf(GUIDE);
  expect([stacks.root.length, stacks.queues.length]).toEqual([52, 5]);
  expect(added(stacks.root, ROOT_VANILLA)).toEqual([
    "OnNodeConfiguredDownloadErrorsFilter",
    "OnNodeConfiguredRunErrorsFilter",
    "OnNodeStartDownloadErrorsFilter",
    "OnNodeStartRunErrorsFilter",
  ]);
  expect(stacks.queues).toContain("LaunchTemplateA28cc9d714362c05");
});

test("3.16.1 adds the heartbeat's filter and alarm, and its alarms wait for the bootstrap", () => {
  const stacks = idsOf(GUIDE, "3.16.1");
  expect(added(stacks.root, idsOf(GUIDE).root)).toEqual([
    "ClustermgtdHeartbeatFilter",
    "HeadNodeClustermgtdHeartbeatAlarm333CCAD7",
  ]);
  const resources = templates(GUIDE, "3.16.1").root;
  expect(resources["HeadNodeCpuAlarm5DF0A86F"]).toMatchObject({
    DependsOn: ["HeadNodeWaitCondition20261123171207"],
  });
});

test.each([
  {
    when: "monitoring is off",
    change: {
      Monitoring: {
        Logs: { CloudWatch: { Enabled: false } },
        Dashboards: { CloudWatch: { Enabled: false } },
        Alarms: { Enabled: false },
      },
    },
    counts: [30, 5],
    gone: [
      "CloudWatchLogGroup",
      "CloudwatchDashboard88785441",
      "HeadNodeAlarmD6381F07",
      "IamPolicyErrorsFilter",
    ],
  },
  {
    when: "managed DNS is off",
    change: scheduling({ SlurmSettings: { Dns: { DisableManagedDns: true, UseEc2Hostnames: true } } }),
    counts: [42, 5],
    gone: [
      "CleanupRoute53CustomResource",
      "CleanupRoute53Function",
      "CleanupRoute53FunctionExecutionRole",
      "CleanupRoute53FunctionLogGroup",
      "ParallelClusterSlurmRoute53Policies",
      "Route53HostedZone",
    ],
  },
  {
    when: "roles are the user's own",
    change: {
      HeadNode: headNode({ Iam: { InstanceRole: "arn:aws:iam::123456789012:role/h" } }),
      Iam: { Roles: { LambdaFunctionsRole: "arn:aws:iam::123456789012:role/l" } },
      ...scheduling({}, { Iam: { InstanceRole: "arn:aws:iam::123456789012:role/c" } }),
    },
    counts: [42, 2],
    gone: ["RoleHeadNode", "SlurmPoliciesHeadNode", "CleanupResourcesFunctionExecutionRole"],
  },
  {
    when: "security groups are the user's own",
    change: {
      HeadNode: headNode({ Networking: { SubnetId: TEST_SUBNET_ID, SecurityGroups: ["sg-12345678"] } }),
      ...scheduling({}, { Networking: { SubnetIds: [TEST_SUBNET_ID], SecurityGroups: ["sg-12345678"] } }),
    },
    counts: [41, 5],
    gone: ["HeadNodeSecurityGroup", "ComputeSecurityGroup", "ComputeSecurityGroupHeadNodeIngress0"],
  },
])("when $when the resources for it are left out", ({ change, counts, gone }) => {
  const stacks = idsOf({ ...VANILLA, ...change });
  expect([stacks.root.length, stacks.queues.length]).toEqual(counts);
  for (const id of gone) expect(stacks.root).not.toContain(id);
});

test.each([
  {
    when: "the head node has an elastic IP",
    change: { HeadNode: headNode({ Networking: { SubnetId: TEST_SUBNET_ID, ElasticIp: true } }) },
    root: ["AssociateEIP", "HeadNodeEIP"],
    queues: [],
  },
  {
    when: "S3 access is given",
    change: {
      HeadNode: headNode({ Iam: { S3Access: [{ BucketName: "b" }] } }),
      ...scheduling({}, { Iam: { S3Access: [{ BucketName: "b" }] } }),
    },
    root: ["S3AccessPoliciesHeadNode"],
    queues: ["S3AccessPolicies15b342af42246b70"],
  },
  {
    when: "three volumes form a RAID",
    change: storage({
      Name: "r",
      MountDir: "/r",
      StorageType: "Ebs",
      EbsSettings: { Raid: { Type: 0, NumberOfVolumes: 3 } },
    }),
    root: ["RAID4dc7c9ec434ed065Volume0", "RAID4dc7c9ec434ed065Volume1", "RAID4dc7c9ec434ed065Volume2"],
    queues: [],
  },
  {
    when: "an EBS volume is made",
    change: storage({ Name: "e", MountDir: "/e", StorageType: "Ebs" }),
    root: ["EBS58e6b3a414a1e090"],
    queues: [],
  },
  {
    when: "Lustre with a data link is made",
    change: storage({
      Name: "lustre",
      MountDir: "/x",
      StorageType: "FsxLustre",
      FsxLustreSettings: {
        StorageCapacity: 1200,
        DataRepositoryAssociations: [{ Name: "dra1", DataRepositoryPath: "s3://b", FileSystemPath: "/data" }],
      },
    }),
    root: [
      "FSX73e297e5356b2b9b",
      "FSX73e297e5356b2b9bSecurityGroup",
      "FSX73e297e5356b2b9bSecurityGroupComputeEgress0",
      "FSX73e297e5356b2b9bSecurityGroupComputeIngress0",
      "FSX73e297e5356b2b9bSecurityGroupHeadEgress0",
      "FSX73e297e5356b2b9bSecurityGroupHeadIngress0",
      "FSX73e297e5356b2b9bSecurityGroupStorageEgress0",
      "FSX73e297e5356b2b9bSecurityGroupStorageIngress0",
      "dra11540d9e0e0d14468",
    ],
    queues: [],
  },
  {
    when: "a second queue has two resources in managed placement groups",
    change: {
      Scheduling: {
        Scheduler: "slurm",
        SlurmQueues: [
          queue("queue1", [{ Name: "cr1", InstanceType: "c5.2xlarge" }]),
          queue(
            "queue2",
            [
              { Name: "a", InstanceType: "c5.2xlarge" },
              { Name: "b", InstanceType: "c5.xlarge" },
            ],
            { Networking: { SubnetIds: [TEST_SUBNET_ID], PlacementGroup: { Enabled: true } } },
          ),
        ],
      },
    },
    root: [],
    queues: [
      "InstanceProfile92c40584e3e7769a",
      "LaunchTemplate5e34a23d55770114",
      "LaunchTemplate9326d08e2133a805",
      "ParallelClusterPolicies92c40584e3e7769a",
      "PlacementGroup0cf6a9a104fdbc04",
      "PlacementGroup145513c9cd69bbd7",
      "Role92c40584e3e7769a",
      "SlurmPolicies92c40584e3e7769a",
    ],
  },
])("when $when its resources are added under the official ids", ({ change, root, queues }) => {
  const stacks = idsOf({ ...VANILLA, ...change });
  expect(added(stacks.root, ROOT_VANILLA)).toEqual(root);
  expect(added(stacks.queues, QUEUES_VANILLA)).toEqual(queues);
});

test.each([
  { version: "3.13.1", types: { efa: 32 } },
  { version: "3.16.1", types: { "efa-only": 32, plain: 1 } },
])("a p5.48xlarge node of $version has its EFA interfaces laid out as $types", ({ version, types }) => {
  const data = launchTemplateData(GUIDE, version, "LaunchTemplateA28cc9d714362c05");
  const interfaces = data["NetworkInterfaces"];
  const counts: Record<string, number> = {};
  for (const entry of Array.isArray(interfaces) ? interfaces : []) {
    const type = String(entry.InterfaceType ?? "plain");
    counts[type] = (counts[type] ?? 0) + 1;
  }
  expect(counts).toEqual(types);
});

test("capacity blocks and reservations are written into the launch template", () => {
  const block = structuredClone(GUIDE);
  const text = JSON.stringify(block).replace('"ONDEMAND"', '"CAPACITY_BLOCK"');
  const data = launchTemplateData(JSON.parse(text), "3.13.1", "LaunchTemplateA28cc9d714362c05");
  expect(data).toMatchObject({
    InstanceMarketOptions: { MarketType: "capacity-block" },
    CapacityReservationSpecification: {
      CapacityReservationTarget: { CapacityReservationId: "cr-0123456789abcdef0" },
    },
    Placement: {},
  });
});

test("the head node's data does not change with the configuration, only its metadata does", () => {
  const before = templates(GUIDE, "3.13.1").root["HeadNodeLaunchTemplate"];
  const after = templates(GUIDE, "3.13.1", {
    configVersion: "2",
    impliedConfigVersion: "2",
    generatedAtMs: 0,
  }).root["HeadNodeLaunchTemplate"];
  expect(property(after, "Properties")).toEqual(property(before, "Properties"));
  expect(property(after, "Metadata")).not.toEqual(property(before, "Metadata"));
});

function property(value: unknown, key: string): unknown {
  return isJsonObject(value) ? value[key] : undefined;
}

function launchTemplateData(configuration: JsonObject, version: string, id: string): JsonObject {
  const data = property(
    property(templates(configuration, version).queues[id], "Properties"),
    "LaunchTemplateData",
  );
  return isJsonObject(data) ? data : {};
}

function templates(
  configuration: JsonObject,
  version: string,
  changes: Parameters<typeof templateFacts>[1] = {},
): { readonly root: JsonObject; readonly queues: JsonObject } {
  const { root, nested } = clusterTemplate(
    readClusterConfiguration(configuration),
    templateFacts(version, changes),
  );
  const queues: unknown = JSON.parse(nested[0]?.body ?? "{}");
  return { root: resourcesOf(root), queues: resourcesOf(queues) };
}

function resourcesOf(template: unknown): JsonObject {
  const resources = property(template, "Resources");
  return isJsonObject(resources) ? resources : {};
}

function idsOf(configuration: JsonObject, version = "3.13.1") {
  const { root, queues } = templates(configuration, version);
  return { root: Object.keys(root).sort(), queues: Object.keys(queues).sort() };
}

function added(have: readonly string[], before: readonly string[]): readonly string[] {
  return have.filter((id) => !before.includes(id));
}

function queue(name: string, resources: readonly JsonObject[], changes: JsonObject = {}): JsonObject {
  return { Name: name, Networking: { SubnetIds: [TEST_SUBNET_ID] }, ComputeResources: resources, ...changes };
}

function headNode(changes: JsonObject): JsonObject {
  return {
    InstanceType: "t3.micro",
    Networking: { SubnetId: TEST_SUBNET_ID },
    Ssh: { KeyName: "k" },
    ...changes,
  };
}

function scheduling(settings: JsonObject, queueChanges: JsonObject = {}): JsonObject {
  const queues = [queue("queue1", [{ Name: "cr1", InstanceType: "c5.2xlarge" }], queueChanges)];
  return { Scheduling: { Scheduler: "slurm", SlurmQueues: queues, ...settings } };
}

function storage(entry: JsonObject): JsonObject {
  return { SharedStorage: [entry] };
}
