import { expect, test } from "vitest";
import { ec2Test, refusal } from "../testing/ec2TestKernel.ts";
import { launchTest } from "../testing/launchTest.ts";

test("a volume is created, attached, kept from deletion and detached", () => {
  const { context, subnetId, imageId } = launchTest();
  const { Instances = [] } = context.call("ec2", "RunInstances", {
    ImageId: imageId,
    InstanceType: "c5.large",
    SubnetId: subnetId,
    MinCount: 1,
    MaxCount: 1,
  });
  const InstanceId = Instances[0]?.InstanceId ?? "";
  const { VolumeId = "" } = context.call("ec2", "CreateVolume", {
    AvailabilityZone: "us-west-2a",
    Size: 100,
    VolumeType: "gp3",
  });
  const volume = () => context.call("ec2", "DescribeVolumes", { VolumeIds: [VolumeId] }).Volumes?.[0];
  expect(volume()).toMatchObject({ State: "creating", Iops: 3000, Throughput: 125 });
  context.kernel.clock.runUntilIdle();
  context.call("ec2", "AttachVolume", { VolumeId, InstanceId, Device: "/dev/sdf" });
  expect(volume()).toMatchObject({
    State: "in-use",
    Attachments: [{ InstanceId, DeleteOnTermination: false }],
  });
  expect(refusal(() => context.call("ec2", "DeleteVolume", { VolumeId }))).toMatch(/^VolumeInUse/);
  context.call("ec2", "TerminateInstances", { InstanceIds: [InstanceId] });
  context.kernel.clock.runUntilIdle();
  expect(volume()?.State).toBe("available");
});

test.each([
  {
    when: "it is too small",
    input: { Size: 1, VolumeType: "io2" as const, Iops: 100 },
    words: /too small for volume type io2/,
  },
  {
    when: "the IOPS are too many",
    input: { Size: 100, VolumeType: "gp3" as const, Iops: 90_000 },
    words: /too high; maximum is 80000/,
  },
  {
    when: "throughput is asked of gp2",
    input: { Size: 100, VolumeType: "gp2" as const, Throughput: 250 },
    words: /throughput is not supported for gp2/,
  },
  { when: "no size is given", input: {}, words: /size\/snapshot/ },
])("a volume is refused when $when", ({ input, words }) => {
  const create = () => ec2Test().call("ec2", "CreateVolume", { AvailabilityZone: "us-west-2a", ...input });
  expect(refusal(create)).toMatch(words);
});

test("a snapshot keeps the size, and an unknown one is named as the official CLI expects", () => {
  const context = ec2Test();
  const { VolumeId } = context.call("ec2", "CreateVolume", { AvailabilityZone: "us-west-2a", Size: 50 });
  const { SnapshotId = "" } = context.call("ec2", "CreateSnapshot", { VolumeId });
  context.kernel.clock.runUntilIdle();
  expect(
    context.call("ec2", "DescribeSnapshots", { SnapshotIds: [SnapshotId] }).Snapshots?.[0],
  ).toMatchObject({
    State: "completed",
    VolumeSize: 50,
  });
  const ask = (id: string) => () => context.call("ec2", "DescribeSnapshots", { SnapshotIds: [id] });
  expect(refusal(ask("snap-0123456789abcdef0"))).toMatch(/^InvalidSnapshot.NotFound/);
  expect(refusal(ask("snap"))).toMatch(/^InvalidSnapshot.Malformed/);
});

test("encryption by default encrypts with the account's key", () => {
  const context = ec2Test();
  context.call("ec2", "EnableEbsEncryptionByDefault", {});
  const volume = context.call("ec2", "CreateVolume", { AvailabilityZone: "us-west-2a", Size: 1 });
  expect(volume).toMatchObject({
    Encrypted: true,
    KmsKeyId: "arn:aws:kms:us-west-2:123456789012:alias/aws/ebs",
  });
});
