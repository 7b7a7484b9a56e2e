import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { InputOf } from "../../../kernel/serviceModels.ts";
import { createTestKernel, TEST_START_MS } from "../../../testing/createTestKernel.ts";
import { LUSTRE_CREATE_MS, LUSTRE_DELETE_MS } from "../durations.ts";
import { fileSystemDirectory } from "../fileSystemDirectory.ts";
import { fsx } from "../fsx.ts";
import { createFakeEc2 } from "../testing/createFakeEc2.ts";

type Create = InputOf<"fsx", "CreateFileSystem">;

const LUSTRE: Create = {
  FileSystemType: "LUSTRE",
  StorageCapacity: 1200,
  SubnetIds: ["subnet-a"],
  SecurityGroupIds: ["sg-1"],
  LustreConfiguration: {
    DeploymentType: "PERSISTENT_2",
    PerUnitStorageThroughput: 250,
    MetadataConfiguration: { Mode: "AUTOMATIC" },
    DataCompressionType: "LZ4",
  },
};

const OPENZFS: Create = {
  FileSystemType: "OPENZFS",
  StorageCapacity: 512,
  SubnetIds: ["subnet-a"],
  SecurityGroupIds: ["sg-1"],
  OpenZFSConfiguration: { DeploymentType: "SINGLE_AZ_HA_2", ThroughputCapacity: 320 },
};

function account(region = "us-west-2") {
  const ec2 = createFakeEc2();
  const kernel = createTestKernel({ modules: [ec2.module, fsx] });
  const context = kernel.context(region);
  const create = (input: Create) => context.call("fsx", "CreateFileSystem", input).FileSystem;
  const describe = (id: string | undefined) =>
    context.call("fsx", "DescribeFileSystems", { FileSystemIds: [id ?? ""] }).FileSystems?.[0];
  return { kernel, context, ec2, create, describe };
}

/** The error that a call ends with, or `none`. */
function codeOf(call: () => unknown): string {
  try {
    call();
    return "none";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code;
  }
}

/** Code and words of that error. */
function refusalOf(call: () => unknown): string {
  try {
    call();
    return "none";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

test("a Lustre file system is created, gets its interfaces when it is available, and goes with them", () => {
  const { kernel, context, ec2, create, describe } = account();
  const made = create(LUSTRE);
  expect(made).toMatchObject({
    OwnerId: "123456789012",
    CreationTime: new Date(TEST_START_MS),
    Lifecycle: "CREATING",
    NetworkInterfaceIds: [],
    VpcId: "vpc-1",
    DNSName: `${made?.FileSystemId}.fsx.us-west-2.amazonaws.com`,
    ResourceARN: `arn:aws:fsx:us-west-2:123456789012:file-system/${made?.FileSystemId}`,
    FileSystemTypeVersion: "2.15",
    LustreConfiguration: {
      DeploymentType: "PERSISTENT_2",
      MountName: expect.stringMatching(/^[a-z]{8}$/),
      MetadataConfiguration: { Mode: "AUTOMATIC", Iops: 1500 },
      DataCompressionType: "LZ4",
    },
  });
  kernel.clock.advance(LUSTRE_CREATE_MS - 1);
  expect(describe(made?.FileSystemId)?.Lifecycle).toBe("CREATING");
  kernel.clock.advance(1);
  const available = describe(made?.FileSystemId);
  expect(available?.Lifecycle).toBe("AVAILABLE");
  expect(available?.NetworkInterfaceIds).toEqual([...ec2.interfaces.keys()]);
  const directory = fileSystemDirectory(context, made?.FileSystemId ?? "");
  expect(existsSync(directory)).toBe(true);
  context.call("fsx", "DeleteFileSystem", { FileSystemId: made?.FileSystemId });
  expect(describe(made?.FileSystemId)?.Lifecycle).toBe("DELETING");
  kernel.clock.advance(LUSTRE_DELETE_MS);
  expect(codeOf(() => describe(made?.FileSystemId))).toBe("FileSystemNotFound");
  expect([existsSync(directory), ec2.interfaces.size]).toEqual([false, 0]);
});

test("a creation goes on where a stopped sandbox left it", () => {
  const { kernel, create } = account();
  const FileSystemId = create(LUSTRE)?.FileSystemId ?? "";
  kernel.clock.advance(LUSTRE_CREATE_MS / 2);
  kernel.stop();
  const state: typeof kernel.state = JSON.parse(JSON.stringify(kernel.state));
  const next = createTestKernel({ modules: [createFakeEc2().module, fsx], state });
  next.clock.advance(LUSTRE_CREATE_MS / 2);
  const { FileSystems } = next
    .context("us-west-2")
    .call("fsx", "DescribeFileSystems", { FileSystemIds: [FileSystemId] });
  expect(FileSystems?.[0]).toMatchObject({
    Lifecycle: "AVAILABLE",
    NetworkInterfaceIds: [expect.any(String), expect.any(String)],
  });
});

test("the same seed gives the same ids, and asking consumes none", () => {
  const [first, second] = [account(), account()];
  first.create(LUSTRE);
  first.context.call("fsx", "DescribeFileSystems", {});
  second.create(LUSTRE);
  expect(first.create(OPENZFS)?.FileSystemId).toBe(second.create(OPENZFS)?.FileSystemId);
});

test("the OpenZFS file system has a root volume with what was configured", () => {
  const { kernel, context, create } = account();
  const NfsExports = [{ ClientConfigurations: [{ Clients: "*", Options: ["rw", "no_root_squash"] }] }];
  const made = create({
    ...OPENZFS,
    OpenZFSConfiguration: {
      DeploymentType: "SINGLE_AZ_HA_2",
      ThroughputCapacity: 320,
      RootVolumeConfiguration: { NfsExports },
    },
  });
  kernel.clock.runUntilIdle();
  const RootVolumeId = made?.OpenZFSConfiguration?.RootVolumeId ?? "";
  const { Volumes } = context.call("fsx", "DescribeVolumes", { VolumeIds: [RootVolumeId] });
  expect(Volumes?.[0]).toMatchObject({
    FileSystemId: made?.FileSystemId,
    Lifecycle: "AVAILABLE",
    VolumeType: "OPENZFS",
    OpenZFSConfiguration: { VolumePath: "/fsx", NfsExports },
  });
});

test.each([
  { type: "SINGLE_AZ_1", servers: ["subnet-a"] },
  { type: "SINGLE_AZ_HA_2", servers: ["subnet-a", "subnet-a"] },
  { type: "MULTI_AZ_1", servers: ["subnet-b", "subnet-a"] },
] as const)("OpenZFS $type has its servers in $servers", ({ type, servers }) => {
  const { kernel, ec2, create } = account();
  const isAcross = type === "MULTI_AZ_1";
  create({
    ...OPENZFS,
    SubnetIds: isAcross ? ["subnet-a", "subnet-b"] : ["subnet-a"],
    OpenZFSConfiguration: {
      DeploymentType: type,
      ThroughputCapacity: type === "SINGLE_AZ_1" ? 64 : 160,
      ...(isAcross ? { PreferredSubnetId: "subnet-b" } : {}),
    },
  });
  kernel.clock.runUntilIdle();
  expect([...ec2.interfaces.values()]).toEqual(servers);
});

test.each<{ why: string; input: Create; code: string; message?: RegExp }>([
  { why: "1,200 GiB of SSD", input: LUSTRE, code: "none" },
  { why: "4,800 GiB of SSD", input: { ...LUSTRE, StorageCapacity: 4800 }, code: "none" },
  {
    why: "3,600 GiB",
    input: { ...LUSTRE, StorageCapacity: 3600 },
    code: "BadRequest",
    message: /Invalid Lustre FS storage capacity: 3600. Must be 1200 or a multiple of 2400/,
  },
  {
    why: "a throughput of PERSISTENT_1",
    input: {
      ...LUSTRE,
      LustreConfiguration: { DeploymentType: "PERSISTENT_2", PerUnitStorageThroughput: 200 },
    },
    code: "BadRequest",
    message: /the provided throughput is invalid/,
  },
  {
    why: "a bucket in the configuration of PERSISTENT_2",
    input: {
      ...LUSTRE,
      LustreConfiguration: { ...LUSTRE.LustreConfiguration, ImportPath: "s3://data" },
    },
    code: "BadRequest",
    message: /Linking a Persistent 2 file system to an S3 bucket/,
  },
  {
    why: "version 2.10 of PERSISTENT_2",
    input: { ...LUSTRE, FileSystemTypeVersion: "2.10" },
    code: "BadRequest",
  },
  {
    why: "metadata with version 2.12",
    input: { ...LUSTRE, FileSystemTypeVersion: "2.12" },
    code: "BadRequest",
  },
  {
    why: "6,000 GiB of HDD",
    input: {
      ...LUSTRE,
      StorageCapacity: 6000,
      StorageType: "HDD",
      LustreConfiguration: {
        DeploymentType: "PERSISTENT_1",
        PerUnitStorageThroughput: 12,
        DriveCacheType: "NONE",
      },
    },
    code: "none",
  },
  {
    why: "a scratch type",
    input: { ...LUSTRE, LustreConfiguration: { DeploymentType: "SCRATCH_2" } },
    code: "none",
  },
  { why: "two subnets", input: { ...LUSTRE, SubnetIds: ["subnet-a", "subnet-b"] }, code: "BadRequest" },
  {
    why: "a subnet that does not exist",
    input: { ...LUSTRE, SubnetIds: ["subnet-q"] },
    code: "InvalidNetworkSettings",
  },
  {
    why: "a group of another VPC",
    input: { ...LUSTRE, SubnetIds: ["subnet-z"] },
    code: "InvalidNetworkSettings",
  },
  {
    why: "a group that does not exist",
    input: { ...LUSTRE, SecurityGroupIds: ["sg-missing"] },
    code: "InvalidNetworkSettings",
  },
  { why: "Windows", input: { ...LUSTRE, FileSystemType: "WINDOWS" }, code: "UnsupportedOperation" },
  { why: "the smallest OpenZFS", input: { ...OPENZFS, StorageCapacity: 64 }, code: "none" },
  { why: "too small an OpenZFS", input: { ...OPENZFS, StorageCapacity: 63 }, code: "BadRequest" },
  {
    why: "a throughput that the OpenZFS type lacks",
    input: {
      ...OPENZFS,
      OpenZFSConfiguration: { DeploymentType: "SINGLE_AZ_HA_2", ThroughputCapacity: 512 },
    },
    code: "BadRequest",
  },
  {
    why: "an OpenZFS type that the region lacks",
    input: {
      ...OPENZFS,
      OpenZFSConfiguration: { DeploymentType: "SINGLE_AZ_HA_1", ThroughputCapacity: 512 },
    },
    code: "BadRequest",
    message: /not available in the requested Availability Zone/,
  },
  {
    why: "MULTI_AZ_1 in one subnet",
    input: { ...OPENZFS, OpenZFSConfiguration: { DeploymentType: "MULTI_AZ_1", ThroughputCapacity: 160 } },
    code: "BadRequest",
  },
  {
    why: "route tables of a single zone",
    input: {
      ...OPENZFS,
      OpenZFSConfiguration: {
        DeploymentType: "SINGLE_AZ_HA_2",
        ThroughputCapacity: 160,
        RouteTableIds: ["rtb-1"],
      },
    },
    code: "BadRequest",
  },
])("creating $why: $code", ({ input, code, message }) => {
  const create = () => account().create(input);
  expect(refusalOf(create)).toMatch(message ?? new RegExp(`^${code}`));
  expect(codeOf(create)).toBe(code);
});

test("a client is refused at once where the security group closes port 988", () => {
  const kernel = createTestKernel({ modules: [closedEc2(), fsx] });
  const request = { service: "fsx", operation: "CreateFileSystem", region: "us-west-2", requestId: "r" };
  expect(() => kernel.dispatch({ ...request, input: LUSTRE, accessKeyId: "AKIA" })).toThrow(
    expect.objectContaining({ code: "InvalidNetworkSettings" }),
  );
});

function closedEc2() {
  const ec2 = createFakeEc2();
  ec2.closed = true;
  return ec2.module;
}

test("for CloudFormation the group is looked at a minute later, when its rules are made", () => {
  const { kernel, ec2, create, describe } = account();
  ec2.closed = true;
  const opened = create(LUSTRE);
  ec2.closed = false;
  kernel.clock.runUntilIdle();
  ec2.closed = true;
  const closed = create(LUSTRE);
  kernel.clock.runUntilIdle();
  expect(describe(opened?.FileSystemId)?.Lifecycle).toBe("AVAILABLE");
  expect(describe(closed?.FileSystemId)).toMatchObject({
    Lifecycle: "FAILED",
    FailureDetails: { Message: expect.stringContaining("port 988") },
  });
});

test("a repeated request with its token makes nothing new, another one is refused", () => {
  const { create, context } = account();
  const first = create({ ...LUSTRE, ClientRequestToken: "t" });
  expect(create({ ...LUSTRE, ClientRequestToken: "t" })?.FileSystemId).toBe(first?.FileSystemId);
  expect(codeOf(() => create({ ...OPENZFS, ClientRequestToken: "t" }))).toBe("IncompatibleParameterError");
  expect(context.call("fsx", "DescribeFileSystems", {}).FileSystems).toHaveLength(1);
});

test("a capacity grows by an administrative action, in steps and one at a time", () => {
  const { kernel, context, create, describe } = account();
  const FileSystemId = create(LUSTRE)?.FileSystemId;
  kernel.clock.runUntilIdle();
  const grow = (StorageCapacity: number) =>
    context.call("fsx", "UpdateFileSystem", { FileSystemId, StorageCapacity });
  expect(codeOf(() => grow(3600))).toBe("BadRequest");
  expect(grow(4800).FileSystem?.AdministrativeActions?.[0]).toMatchObject({
    AdministrativeActionType: "FILE_SYSTEM_UPDATE",
    Status: "IN_PROGRESS",
    TargetFileSystemValues: { StorageCapacity: 4800 },
  });
  expect(codeOf(() => grow(7200))).toBe("BadRequest");
  kernel.clock.runUntilIdle();
  expect(describe(FileSystemId)).toMatchObject({
    StorageCapacity: 4800,
    LustreConfiguration: { MetadataConfiguration: { Iops: 6000 } },
  });
  kernel.clock.advance(3_600_000);
  expect(describe(FileSystemId)?.AdministrativeActions?.map(({ Status }) => Status)).toEqual([
    "COMPLETED",
    "COMPLETED",
  ]);
});

test("OpenZFS leaves a final backup behind unless told not to", () => {
  const { kernel, context, create } = account();
  const ids = [create(OPENZFS), create(OPENZFS)].map((made) => made?.FileSystemId);
  kernel.clock.runUntilIdle();
  context.call("fsx", "DeleteFileSystem", {
    FileSystemId: ids[0],
    OpenZFSConfiguration: { SkipFinalBackup: true },
  });
  const { OpenZFSResponse } = context.call("fsx", "DeleteFileSystem", { FileSystemId: ids[1] });
  kernel.clock.runUntilIdle();
  const { Backups } = context.call("fsx", "DescribeBackups", {});
  expect(Backups).toEqual([
    expect.objectContaining({ BackupId: OpenZFSResponse?.FinalBackupId, Lifecycle: "AVAILABLE" }),
  ]);
  expect(Backups?.[0]?.FileSystem?.CreationTime).toEqual(new Date(TEST_START_MS));
});

test("a child volume is a directory below the root, and keeps its file system from deletion", () => {
  const { kernel, context, create } = account();
  const made = create(OPENZFS);
  kernel.clock.runUntilIdle();
  const { Volume } = context.call("fsx", "CreateVolume", {
    VolumeType: "OPENZFS",
    Name: "users",
    OpenZFSConfiguration: { ParentVolumeId: made?.OpenZFSConfiguration?.RootVolumeId },
  });
  kernel.clock.runUntilIdle();
  expect(Volume?.OpenZFSConfiguration?.VolumePath).toBe("/fsx/users");
  expect(existsSync(`${fileSystemDirectory(context, made?.FileSystemId ?? "")}/users`)).toBe(true);
  const remove = { FileSystemId: made?.FileSystemId, OpenZFSConfiguration: { SkipFinalBackup: true } };
  expect(codeOf(() => context.call("fsx", "DeleteFileSystem", remove))).toBe("BadRequest");
  context.call("fsx", "DeleteVolume", { VolumeId: Volume?.VolumeId });
  kernel.clock.runUntilIdle();
  expect(codeOf(() => context.call("fsx", "DeleteFileSystem", remove))).toBe("none");
});

test("tags are set, replaced, listed and taken away by ARN", () => {
  const { context, create } = account();
  const ResourceARN = create({ ...LUSTRE, Tags: [{ Key: "a", Value: "1" }] })?.ResourceARN;
  context.call("fsx", "TagResource", {
    ResourceARN,
    Tags: [
      { Key: "a", Value: "2" },
      { Key: "b", Value: "3" },
    ],
  });
  context.call("fsx", "UntagResource", { ResourceARN, TagKeys: ["b"] });
  expect(context.call("fsx", "ListTagsForResource", { ResourceARN }).Tags).toEqual([
    { Key: "a", Value: "2" },
  ]);
  expect(codeOf(() => context.call("fsx", "ListTagsForResource", { ResourceARN: "arn:aws:fsx:x" }))).toBe(
    "ResourceNotFound",
  );
});

test("file systems are answered page by page, and a foreign token is refused", () => {
  const { context, create } = account();
  const ids = [create(LUSTRE), create(LUSTRE)].map((made) => made?.FileSystemId);
  const first = context.call("fsx", "DescribeFileSystems", { MaxResults: 1 });
  const second = context.call("fsx", "DescribeFileSystems", { MaxResults: 1, NextToken: first.NextToken });
  const seen = [first, second].map((page) => page.FileSystems?.[0]?.FileSystemId);
  expect(new Set(seen)).toEqual(new Set(ids));
  expect(second.NextToken).toBeUndefined();
  expect(codeOf(() => context.call("fsx", "DescribeFileSystems", { NextToken: "x" }))).toBe("BadRequest");
});

test("kinds that the account never has are empty lists", () => {
  const { context } = account();
  expect(context.call("fsx", "DescribeStorageVirtualMachines", {}).StorageVirtualMachines).toEqual([]);
  expect(context.call("fsx", "DescribeFileCaches", {}).FileCaches).toEqual([]);
});
