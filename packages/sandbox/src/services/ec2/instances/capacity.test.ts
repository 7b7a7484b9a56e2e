import { expect, test } from "vitest";
import { defineService } from "../../../kernel/ServiceModule.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { ec2 } from "../ec2.ts";
import { ec2State } from "../state/ec2Store.ts";
import { refusal } from "../testing/ec2TestKernel.ts";
import { launchTest, officialImage } from "../testing/launchTest.ts";

/** Service Quotas with one value for everything. */
const quotaOf = (Value: number) =>
  defineService("servicequotas", {
    operations: {
      GetServiceQuota: { members: ["ServiceCode", "QuotaCode"], run: () => ({ Quota: { Value } }) },
    },
  });

function withQuota(vcpus: number) {
  const kernel = createTestKernel({ modules: [ec2, quotaOf(vcpus)] });
  const context = { ...kernel.context("us-west-2"), kernel };
  const imageId = officialImage(context);
  const launch = (MinCount: number, MaxCount: number, spot = false) =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "c5.xlarge",
      ...(spot ? { InstanceMarketOptions: { MarketType: "spot" } } : {}),
      MinCount,
      MaxCount,
    });
  return { context, launch };
}

test("the vCPU quota caps a launch, refuses one below its least count, and is free again when instances end", () => {
  const { context, launch } = withQuota(10);
  const { Instances = [] } = launch(1, 5);
  expect(Instances).toHaveLength(2);
  expect(refusal(() => launch(1, 1))).toBe(
    "VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 10 allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
  );
  expect(refusal(() => launch(3, 3, true))).toBe(
    "MaxSpotInstanceCountExceeded: Max spot instance count exceeded",
  );
  context.call("ec2", "TerminateInstances", {
    InstanceIds: Instances.map((instance) => instance.InstanceId ?? ""),
  });
  context.kernel.clock.runUntilIdle();
  expect(launch(2, 2).Instances).toHaveLength(2);
});

test("an own reservation counts against the quota, its instances do not count again", () => {
  const { context, launch } = withQuota(8);
  const reserve = () =>
    context.call("ec2", "CreateCapacityReservation", {
      InstanceType: "c5.xlarge",
      InstancePlatform: "Linux/UNIX",
      AvailabilityZone: "us-west-2a",
      InstanceCount: 2,
    });
  reserve();
  expect(refusal(reserve)).toMatch(/^VcpuLimitExceeded/);
  expect(launch(2, 2).Instances?.[1]?.CapacityReservationId).toMatch(/^cr-/);
});

test("where a zone's capacity is limited, EC2 names the zones that have some", () => {
  const { context, subnetId, imageId } = launchTest();
  ec2State(context).zoneCapacity["p5.48xlarge@us-west-2a"] = 1;
  const launch = () =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "p5.48xlarge",
      SubnetId: subnetId,
      MinCount: 1,
      MaxCount: 1,
    });
  launch();
  expect(refusal(launch)).toBe(
    "InsufficientInstanceCapacity: We currently do not have sufficient p5.48xlarge capacity in the Availability Zone you requested (us-west-2a). Our system will be working on provisioning additional capacity. You can currently get p5.48xlarge capacity by not specifying an Availability Zone in your request or choosing us-west-2b, us-west-2c, us-west-2d.",
  );
});

test("a launch needs as many free addresses as it has cards", () => {
  const { context, vpcId, imageId } = launchTest();
  const SubnetId = context.call("ec2", "CreateSubnet", {
    VpcId: vpcId,
    CidrBlock: "10.0.64.0/28",
    AvailabilityZone: "us-west-2a",
  }).Subnet?.SubnetId;
  const launch = (count: number) =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "c5.xlarge",
      NetworkInterfaces: [0, 1].map((DeviceIndex) => ({ DeviceIndex, SubnetId })),
      MinCount: count,
      MaxCount: count,
    });
  expect(refusal(() => launch(6))).toBe(
    `InsufficientFreeAddressesInSubnet: There are not enough free addresses in subnet '${SubnetId}' to satisfy the requested number of instances.`,
  );
  expect(launch(5).Instances).toHaveLength(5);
});

test("a subnet that gives public addresses refuses several cards, as ParallelCluster warns", () => {
  const { context, subnetId, imageId } = launchTest();
  context.call("ec2", "ModifySubnetAttribute", { SubnetId: subnetId, MapPublicIpOnLaunch: { Value: true } });
  const launch = () =>
    context.call("ec2", "RunInstances", {
      ImageId: imageId,
      InstanceType: "c5.xlarge",
      NetworkInterfaces: [0, 1].map((DeviceIndex) => ({ DeviceIndex, SubnetId: subnetId })),
      MinCount: 1,
      MaxCount: 1,
    });
  expect(refusal(launch)).toMatch(/^InvalidParameterCombination: The associatePublicIPAddress parameter/);
});

test("an instance that was stopped needs a place again, and the status shows its checks", () => {
  const { context, launch } = withQuota(4);
  const InstanceIds = [launch(1, 1).Instances?.[0]?.InstanceId ?? ""];
  context.kernel.clock.runUntilIdle();
  const status = () =>
    context.call("ec2", "DescribeInstanceStatus", { InstanceIds }).InstanceStatuses?.[0]?.InstanceStatus
      ?.Status;
  expect(status()).toBe("initializing");
  context.kernel.clock.advance(180_000);
  expect(status()).toBe("ok");
  context.call("ec2", "StopInstances", { InstanceIds });
  context.kernel.clock.runUntilIdle();
  expect(status()).toBeUndefined();
  launch(1, 1);
  const again = () => context.call("ec2", "StartInstances", { InstanceIds });
  expect(refusal(again)).toMatch(/^VcpuLimitExceeded/);
});
