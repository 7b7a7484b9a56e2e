import { expect, test } from "vitest";
import { launchTest, SAMPLE_BLOCK, SAMPLE_RESERVATION, p5Interfaces } from "../testing/launchTest.ts";
import { refusal } from "../testing/ec2TestKernel.ts";

test("an instance is pending, then running, with its address, name and volumes", () => {
  const { context, subnetId, imageId } = launchTest();
  const { Instances = [] } = context.call("ec2", "RunInstances", {
    ImageId: imageId,
    InstanceType: "c5.xlarge",
    SubnetId: subnetId,
    MinCount: 1,
    MaxCount: 1,
  });
  expect(Instances[0]).toMatchObject({
    State: { Name: "pending" },
    PrivateIpAddress: "10.0.0.4",
    PrivateDnsName: "ip-10-0-0-4.us-west-2.compute.internal",
    BlockDeviceMappings: [{ DeviceName: "/dev/sda1" }],
  });
  context.kernel.clock.runUntilIdle();
  const [reservation] = context.call("ec2", "DescribeInstances", {}).Reservations ?? [];
  expect(reservation?.Instances?.[0]).toMatchObject({
    State: { Code: 16, Name: "running" },
    SubnetId: subnetId,
  });
  expect(context.hosts.describe(Instances[0]?.InstanceId ?? "")).toBe("running");
});

test("a terminated instance gives back address, volume and capacity, and can be seen for an hour", () => {
  const { context, subnetId, imageId } = launchTest();
  const reserve = { CapacityReservationTarget: { CapacityReservationId: SAMPLE_RESERVATION } };
  const free = () =>
    context.call("ec2", "DescribeCapacityReservations", { CapacityReservationIds: [SAMPLE_RESERVATION] })
      .CapacityReservations?.[0]?.AvailableInstanceCount;
  const { Instances = [] } = context.call("ec2", "RunInstances", {
    ImageId: imageId,
    InstanceType: "p5.48xlarge",
    NetworkInterfaces: p5Interfaces(subnetId),
    CapacityReservationSpecification: reserve,
    MinCount: 2,
    MaxCount: 2,
  });
  expect(free()).toBe(14);
  const ids = Instances.map((instance) => instance.InstanceId ?? "");
  const [subnet] = context.call("ec2", "DescribeSubnets", { SubnetIds: [subnetId] }).Subnets ?? [];
  expect(subnet?.AvailableIpAddressCount).toBe(4091 - 64);
  context.call("ec2", "TerminateInstances", { InstanceIds: ids });
  expect(free()).toBe(14);
  context.kernel.clock.runUntilIdle();
  expect(free()).toBe(16);
  expect(context.call("ec2", "DescribeVolumes", {}).Volumes).toEqual([]);
  expect(context.call("ec2", "DescribeNetworkInterfaces", {}).NetworkInterfaces).toEqual([]);
  const seen = () => context.call("ec2", "DescribeInstances", {}).Reservations?.length;
  expect(seen()).toBe(1);
  context.kernel.clock.advance(3_700_000);
  expect(seen()).toBe(0);
});

test("a reservation gives at most what is free: fewer than the least count is refused", () => {
  const { context, subnetId, imageId } = launchTest();
  const launch = (MinCount: number, MaxCount: number) => () =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "p5.48xlarge",
      SubnetId: subnetId,
      CapacityReservationSpecification: {
        CapacityReservationTarget: { CapacityReservationId: SAMPLE_RESERVATION },
      },
      MinCount,
      MaxCount,
    });
  expect(launch(1, 20)().Instances).toHaveLength(16);
  expect(refusal(launch(1, 1))).toBe(
    "ReservationCapacityExceeded: The requested reservation does not have sufficient compatible and available capacity for this request.",
  );
});

test("a Capacity Block needs its market type, and gives nothing before it begins", () => {
  const { context, subnetId, imageId } = launchTest();
  const launch = (market: "capacity-block" | undefined, DryRun: boolean) => () =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "p5.48xlarge",
      SubnetId: subnetId,
      CapacityReservationSpecification: {
        CapacityReservationTarget: { CapacityReservationId: SAMPLE_BLOCK },
      },
      ...(market === undefined ? {} : { InstanceMarketOptions: { MarketType: market } }),
      MinCount: 1,
      MaxCount: 1,
      DryRun,
    });
  expect(refusal(launch(undefined, false))).toBe(
    "InvalidParameterValue: The market type (purchasing) option is not valid. Choose a different market type and try again",
  );
  expect(refusal(launch("capacity-block", true))).toMatch(/^DryRunOperation/);
  expect(refusal(launch("capacity-block", false))).toMatch(/^ReservationCapacityExceeded/);
  context.kernel.clock.advance(3 * 86_400_000);
  expect(launch("capacity-block", false)().Instances?.[0]?.InstanceLifecycle).toBe("capacity-block");
});

test("a Capacity Block ends its instances half an hour before its end", () => {
  const { context, subnetId, imageId } = launchTest();
  context.kernel.clock.advance(3 * 86_400_000);
  context.call("ec2", "RunInstances", {
    ImageId: imageId,
    InstanceType: "p5.48xlarge",
    SubnetId: subnetId,
    CapacityReservationSpecification: { CapacityReservationTarget: { CapacityReservationId: SAMPLE_BLOCK } },
    InstanceMarketOptions: { MarketType: "capacity-block" },
    MinCount: 1,
    MaxCount: 1,
  });
  const block = () =>
    context.call("ec2", "DescribeCapacityReservations", { CapacityReservationIds: [SAMPLE_BLOCK] })
      .CapacityReservations?.[0];
  const state = () =>
    context.call("ec2", "DescribeInstances", {}).Reservations?.[0]?.Instances?.[0]?.State?.Name;
  const endMs = block()?.EndDate?.getTime() ?? 0;
  context.kernel.clock.advance(endMs - 31 * 60_000 - context.clock.nowMs());
  expect(state()).toBe("running");
  context.kernel.clock.advance(2 * 60_000);
  expect(state()).toBe("terminated");
  context.kernel.clock.advance(30 * 60_000);
  expect(block()?.State).toBe("expired");
});

test("one interface on device index 0 of every card is a valid dry run, as the official CLI asks", () => {
  const { context, subnetId, imageId } = launchTest();
  const NetworkInterfaces = p5Interfaces(subnetId).map((each) => Object.assign(each, { DeviceIndex: 0 }));
  const call = () =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "p5.48xlarge",
      NetworkInterfaces,
      Placement: {},
      MinCount: 1,
      MaxCount: 1,
      DryRun: true,
    });
  expect(refusal(call)).toMatch(/^DryRunOperation/);
});

test.each([
  {
    when: "the zone has no such type",
    input: { InstanceType: "trn1.32xlarge" as const },
    words:
      /^Unsupported: Your requested instance type \(trn1.32xlarge\) is not supported in your requested Availability Zone/,
  },
  {
    when: "the type is unknown",
    input: { InstanceType: "p9.huge" },
    words: /^InvalidParameterValue: Invalid value 'p9.huge' for InstanceType/,
  },
  {
    when: "the architecture differs",
    input: { InstanceType: "m6g.large" as const },
    words: /does not match the architecture/,
  },
  { when: "the key pair is missing", input: { KeyName: "none" }, words: /^InvalidKeyPair.NotFound/ },
  {
    when: "the least count is above the most",
    input: { MinCount: 3, MaxCount: 2 },
    words: /^InvalidParameterValue/,
  },
  {
    when: "the group is unknown",
    input: { SecurityGroupIds: ["sg-0123456789abcdef0"] },
    words: /^InvalidGroup.NotFound/,
  },
  {
    when: "the root volume is too small",
    input: { BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { VolumeSize: 8 } }] },
    words: /^InvalidBlockDeviceMapping/,
  },
])("a launch is refused when $when", ({ input, words }) => {
  const { context, subnetId, imageId } = launchTest();
  const request = {
    ImageId: imageId,
    InstanceType: "c5.xlarge",
    SubnetId: subnetId,
    MinCount: 1,
    MaxCount: 1,
  } as const;
  // an unknown type is no member of the SDK's enumeration
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const call = () => context.call("ec2", "RunInstances", { ...request, ...input } as typeof request);
  expect(refusal(call)).toMatch(words);
});

test("the same client token launches once, and another request with it is refused", () => {
  const { context, subnetId, imageId } = launchTest();
  const launch = (InstanceType: "c5.xlarge" | "c5.2xlarge") =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType,
      SubnetId: subnetId,
      MinCount: 1,
      MaxCount: 1,
      ClientToken: "once",
    });
  expect(launch("c5.xlarge").ReservationId).toBe(launch("c5.xlarge").ReservationId);
  expect(refusal(() => launch("c5.2xlarge"))).toMatch(/^IdempotentParameterMismatch/);
  expect(context.call("ec2", "DescribeInstances", {}).Reservations).toHaveLength(1);
});

test("a stopped instance loses its public address and its place, and gets both again", () => {
  const { context, subnetId, imageId } = launchTest();
  context.call("ec2", "ModifySubnetAttribute", { SubnetId: subnetId, MapPublicIpOnLaunch: { Value: true } });
  const { Instances = [] } = context.call("ec2", "RunInstances", {
    ImageId: imageId,
    InstanceType: "c5.xlarge",
    SubnetId: subnetId,
    MinCount: 1,
    MaxCount: 1,
  });
  const InstanceIds = [Instances[0]?.InstanceId ?? ""];
  const instance = () =>
    context.call("ec2", "DescribeInstances", { InstanceIds }).Reservations?.[0]?.Instances?.[0];
  expect(instance()?.PublicIpAddress).toMatch(/^127\.1[89]\./);
  context.kernel.clock.runUntilIdle();
  context.call("ec2", "StopInstances", { InstanceIds });
  context.kernel.clock.runUntilIdle();
  expect(instance()).toMatchObject({ State: { Name: "stopped" }, PrivateIpAddress: "10.0.0.4" });
  expect(instance()?.PublicIpAddress).toBeUndefined();
  context.call("ec2", "StartInstances", { InstanceIds });
  context.kernel.clock.runUntilIdle();
  expect(instance()?.State?.Name).toBe("running");
  expect(instance()?.PublicIpAddress).toMatch(/^127\.1[89]\./);
});

test("ParallelCluster's filters find the head node and nothing that has ended", () => {
  const { context, subnetId, imageId } = launchTest();
  const launch = (type: string) =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "c5.xlarge",
      SubnetId: subnetId,
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [
        {
          ResourceType: "instance",
          Tags: [
            { Key: "parallelcluster:cluster-name", Value: "ml" },
            { Key: "parallelcluster:cluster-name", Value: "ml" },
            { Key: "parallelcluster:node-type", Value: type },
          ],
        },
      ],
    }).Instances?.[0]?.InstanceId ?? "";
  const ended = launch("HeadNode");
  const head = launch("HeadNode");
  launch("Compute");
  context.call("ec2", "TerminateInstances", { InstanceIds: [ended] });
  context.kernel.clock.runUntilIdle();
  const { Reservations = [] } = context.call("ec2", "DescribeInstances", {
    Filters: [
      { Name: "tag:parallelcluster:cluster-name", Values: ["ml"] },
      { Name: "tag:parallelcluster:node-type", Values: ["HeadNode"] },
      { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] },
    ],
  });
  expect(Reservations.flatMap((each) => each.Instances ?? []).map((each) => each.InstanceId)).toEqual([head]);
});

test.each([
  {
    id: "i-0123456789abcdef0",
    words: "InvalidInstanceID.NotFound: The instance ID 'i-0123456789abcdef0' does not exist",
  },
  { id: "head", words: 'InvalidInstanceID.Malformed: Invalid id: "head"' },
])("asking for the instance $id answers $words", ({ id, words }) => {
  const { context } = launchTest();
  expect(refusal(() => context.call("ec2", "DescribeInstances", { InstanceIds: [id] }))).toBe(words);
});

test("an elastic IP on the head node's interface is its public address", () => {
  const { context, subnetId, imageId } = launchTest();
  const card = context.call("ec2", "CreateNetworkInterface", { SubnetId: subnetId }).NetworkInterface;
  const NetworkInterfaceId = card?.NetworkInterfaceId ?? "";
  const { AllocationId, PublicIp } = context.call("ec2", "AllocateAddress", {});
  context.call("ec2", "AssociateAddress", { AllocationId, NetworkInterfaceId });
  const { Instances = [] } = context.call("ec2", "RunInstances", {
    ImageId: imageId,
    InstanceType: "c5.xlarge",
    NetworkInterfaces: [{ NetworkInterfaceId, DeviceIndex: 0 }],
    MinCount: 1,
    MaxCount: 1,
  });
  expect(Instances[0]).toMatchObject({ PublicIpAddress: PublicIp, PrivateIpAddress: card?.PrivateIpAddress });
  context.call("ec2", "TerminateInstances", { InstanceIds: [Instances[0]?.InstanceId ?? ""] });
  context.kernel.clock.runUntilIdle();
  const [left] =
    context.call("ec2", "DescribeNetworkInterfaces", { NetworkInterfaceIds: [NetworkInterfaceId] })
      .NetworkInterfaces ?? [];
  expect(left).toMatchObject({ Status: "available", Association: { PublicIp } });
});

test("ten thousand instances are launched, paged and ended fast", () => {
  const { context, imageId, vpcId } = launchTest();
  const subnetId =
    context.call("ec2", "CreateSubnet", {
      VpcId: vpcId,
      CidrBlock: "10.0.64.0/18",
      AvailabilityZone: "us-west-2a",
    }).Subnet?.SubnetId ?? "";
  const startedMs = performance.now();
  for (let round = 0; round < 10; round += 1)
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "c5.large",
      SubnetId: subnetId,
      MinCount: 1000,
      MaxCount: 1000,
    });
  context.kernel.clock.runUntilIdle();
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = context.call("ec2", "DescribeInstances", { MaxResults: 1000, NextToken });
    ids.push(
      ...(page.Reservations ?? [])
        .flatMap((each) => each.Instances ?? [])
        .map((each) => each.InstanceId ?? ""),
    );
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(new Set(ids).size).toBe(10_000);
  context.call("ec2", "TerminateInstances", { InstanceIds: ids });
  context.kernel.clock.runUntilIdle();
  expect(
    context.call("ec2", "DescribeSubnets", { SubnetIds: [subnetId] }).Subnets?.[0]?.AvailableIpAddressCount,
  ).toBe(2 ** 14 - 5);
  expect(performance.now() - startedMs).toBeLessThan(15_000);
});
