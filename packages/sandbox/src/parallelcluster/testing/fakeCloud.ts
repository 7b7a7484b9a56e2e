import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { defineStore } from "../../kernel/defineStore.ts";
import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import { defineService, type ServiceModule } from "../../kernel/ServiceModule.ts";

/** What the fakes know: the tests of the cluster's hosts set it up and look at it. */
export interface FakeCloud {
  /** Instances that can still be launched, by launch template name. */
  capacity: Record<string, number>;
  instances: Record<
    string,
    { state: string; tags: Record<string, string>; privateIp: string; imageId: string }
  >;
  imageName: string;
  /** Lifecycle of every file system. */
  fileSystemState: string;
  reservationState: string;
  /** Metadata of the head node's launch template. */
  metadata: JsonObject;
  addressRecords: string[];
}

const fakeStore = defineStore<FakeCloud>("fake-cloud", "region", () => ({
  capacity: {},
  instances: {},
  imageName: "aws-parallelcluster-3.13.1-ubuntu-2204-lts-hvm-x86_64-202505131057",
  fileSystemState: "AVAILABLE",
  reservationState: "active",
  metadata: {},
  addressRecords: [],
}));

export function fakeCloud(context: RegionContext): FakeCloud {
  return context.store(fakeStore);
}

const START_MS = 12_000;

/** Starts an instance as EC2 would: pending, and running after a while. */
export function startInstance(context: RegionContext, tags: Record<string, string>): string {
  const cloud = fakeCloud(context);
  const instanceId = context.ids.resourceId("i");
  const privateIp = `10.1.0.${Object.keys(cloud.instances).length + 10}`;
  cloud.instances[instanceId] = { state: "pending", tags, privateIp, imageId: "ami-1" };
  context.clock.schedule({
    kind: "ec2.started",
    region: context.region,
    payload: { instanceId },
    afterMs: START_MS,
  });
  return instanceId;
}

/** Ends an instance without anyone of the cluster having asked for it. */
export function endInstance(context: RegionContext, instanceId: string): void {
  const instance = fakeCloud(context).instances[instanceId];
  if (instance === undefined || instance.state === "terminated") return;
  instance.state = "terminated";
  context.emit("ec2.instance-state", { instanceId, state: "shutting-down" });
}

const fakeEc2 = defineService("ec2", {
  operations: {
    RunInstances: {
      members: ["MinCount", "MaxCount", "LaunchTemplate"],
      run(input, context) {
        const name = input.LaunchTemplate?.LaunchTemplateName ?? "";
        const cloud = fakeCloud(context);
        const free = cloud.capacity[name] ?? 0;
        if (free < (input.MinCount ?? 1))
          throw new AwsError("InsufficientInstanceCapacity", "There is not enough capacity.");
        const count = Math.min(free, input.MaxCount ?? 1);
        cloud.capacity[name] = free - count;
        const tags = { "parallelcluster:node-type": "Compute" };
        const ids = Array.from({ length: count }, () => startInstance(context, tags));
        return {
          Instances: ids.map((InstanceId) => ({
            InstanceId,
            PrivateIpAddress: cloud.instances[InstanceId]?.privateIp,
          })),
        };
      },
    },
    DescribeInstances: {
      members: ["InstanceIds"],
      run: (input, context) => ({
        Reservations: [
          {
            Instances: (input.InstanceIds ?? []).map((InstanceId) => {
              const instance = fakeCloud(context).instances[InstanceId];
              const tags = Object.entries(instance?.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
              return {
                InstanceId,
                PrivateIpAddress: instance?.privateIp,
                ImageId: instance?.imageId,
                Tags: tags,
              };
            }),
          },
        ],
      }),
    },
    TerminateInstances: {
      members: ["InstanceIds"],
      run(input, context) {
        for (const id of input.InstanceIds ?? []) endInstance(context, id);
        return {};
      },
    },
    DescribeImages: {
      members: ["ImageIds"],
      run: (_input, context) => ({ Images: [{ Name: fakeCloud(context).imageName }] }),
    },
    DescribeCapacityReservations: {
      members: ["CapacityReservationIds"],
      run: (_input, context) => ({
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests use the names of the enum
        CapacityReservations: [{ State: fakeCloud(context).reservationState as "active" }],
      }),
    },
  },
  timers: {
    "ec2.started": (payload, context) => {
      const instanceId = isJsonObject(payload) ? payload["instanceId"] : undefined;
      if (typeof instanceId !== "string") return;
      const instance = fakeCloud(context).instances[instanceId];
      if (instance?.state !== "pending") return;
      instance.state = "running";
      context.emit("ec2.instance-state", { instanceId, state: "running" });
    },
  },
});

const fakeFsx = defineService("fsx", {
  operations: {
    DescribeFileSystems: {
      members: ["FileSystemIds"],
      run: (_input, context) => ({
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests use the names of the enum
        FileSystems: [{ Lifecycle: fakeCloud(context).fileSystemState as "AVAILABLE" }],
      }),
    },
  },
});

const fakeCloudFormation = defineService("cloudformation", {
  operations: {
    DescribeStackResource: {
      members: ["StackName", "LogicalResourceId"],
      run: (input, context) => ({
        StackResourceDetail: {
          StackName: input.StackName,
          LogicalResourceId: input.LogicalResourceId,
          ResourceType: "AWS::EC2::LaunchTemplate",
          LastUpdatedTimestamp: new Date(context.clock.nowMs()),
          ResourceStatus: "CREATE_COMPLETE" as const,
          Metadata: JSON.stringify(fakeCloud(context).metadata),
        },
      }),
    },
  },
});

const fakeRoute53 = defineService("route53", {
  operations: {
    ChangeResourceRecordSets: {
      members: ["HostedZoneId", "ChangeBatch"],
      run(input, context) {
        for (const change of input.ChangeBatch?.Changes ?? [])
          fakeCloud(context).addressRecords.push(change.ResourceRecordSet?.Name ?? "");
        return {
          ChangeInfo: { Id: "C1", Status: "PENDING" as const, SubmittedAt: new Date(context.clock.nowMs()) },
        };
      },
    },
  },
});

/** EC2, FSx, CloudFormation and Route 53 with only what the hosts of a cluster use. */
export const FAKE_CLOUD: readonly ServiceModule[] = [fakeEc2, fakeFsx, fakeCloudFormation, fakeRoute53];
