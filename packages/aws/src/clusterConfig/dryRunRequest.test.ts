import type { DryRunLaunch } from "@trainyard/core/cluster-config";
import { expect, test } from "vitest";
import { dryRunRequest } from "./dryRunRequest.ts";

const LAUNCH: DryRunLaunch = {
  instanceType: "m5.8xlarge",
  imageId: "ami-1",
  subnetId: "subnet-1",
  securityGroupIds: ["sg-1"],
  networkInterfaces: 1,
  efa: false,
  asksForPublicAddress: false,
  rootVolume: { deviceName: "/dev/sda1", type: "gp3", encrypted: true, deleteOnTermination: true },
  tags: [],
  requiresMetadataTokens: true,
};

test("a plain launch has one interface, its root volume and nothing that was not said", () => {
  expect(dryRunRequest(LAUNCH)).toEqual({
    DryRun: true,
    MinCount: 1,
    MaxCount: 1,
    InstanceType: "m5.8xlarge",
    ImageId: "ami-1",
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        NetworkCardIndex: 0,
        InterfaceType: "interface",
        Groups: ["sg-1"],
        SubnetId: "subnet-1",
      },
    ],
    BlockDeviceMappings: [
      { DeviceName: "/dev/sda1", Ebs: { VolumeType: "gp3", Encrypted: true, DeleteOnTermination: true } },
    ],
    MetadataOptions: { HttpTokens: "required" },
  });
});

test("several cards have an EFA interface each, and only the first asks for a public address", () => {
  const { NetworkInterfaces } = dryRunRequest({
    ...LAUNCH,
    networkInterfaces: 3,
    efa: true,
    asksForPublicAddress: true,
  });
  expect(
    NetworkInterfaces?.map((one) => [
      one.DeviceIndex,
      one.NetworkCardIndex,
      one.InterfaceType,
      one.AssociatePublicIpAddress,
    ]),
  ).toEqual([
    [0, 0, "efa", true],
    [1, 1, "efa", undefined],
    [1, 2, "efa", undefined],
  ]);
});

test("key pair, placement, market, reservation, volume and tags are passed on", () => {
  const request = dryRunRequest({
    ...LAUNCH,
    keyName: "ml",
    placementGroup: "near",
    market: "capacity-block",
    capacityReservation: { id: "cr-1" },
    rootVolume: { ...LAUNCH.rootVolume, sizeGiB: 500, iops: 4_000, throughputMBps: 250 },
    tags: [{ key: "a", value: "b" }],
    requiresMetadataTokens: false,
  });
  expect(request).toMatchObject({
    KeyName: "ml",
    Placement: { GroupName: "near" },
    InstanceMarketOptions: { MarketType: "capacity-block" },
    CapacityReservationSpecification: { CapacityReservationTarget: { CapacityReservationId: "cr-1" } },
    BlockDeviceMappings: [{ Ebs: { VolumeSize: 500, Iops: 4_000, Throughput: 250 } }],
    MetadataOptions: { HttpTokens: "optional" },
  });
  expect(request.TagSpecifications?.map(({ ResourceType }) => ResourceType)).toEqual(["instance", "volume"]);
});
