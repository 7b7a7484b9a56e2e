import { expect, test } from "vitest";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { s3 } from "../../s3/s3.ts";
import { fsx } from "../fsx.ts";
import { createFakeEc2 } from "../testing/createFakeEc2.ts";
import { BUCKET, lustreWithBucket } from "../testing/linkedFileSystem.ts";
import { associationResource } from "./associationResource.ts";
import { fileSystemResource } from "./fileSystemResource.ts";
import { volumeResource } from "./volumeResource.ts";

const STACK = {
  stackId: "arn:aws:cloudformation:us-west-2:123456789012:stack/prerequisites/1",
  stackName: "prerequisites",
  logicalId: "FSxLFilesystem",
  stackTags: [{ Key: "aws:cloudformation:stack-name", Value: "prerequisites" }],
};

function stack() {
  const kernel = createTestKernel({ modules: [createFakeEc2().module, s3, fsx] });
  const context: ResourceContext = { ...kernel.context("us-west-2"), ...STACK };
  return { kernel, context };
}

const LUSTRE: JsonObject = {
  FileSystemType: "LUSTRE",
  StorageType: "SSD",
  FileSystemTypeVersion: "2.15",
  StorageCapacity: 1200,
  SecurityGroupIds: ["sg-1"],
  SubnetIds: ["subnet-a"],
  LustreConfiguration: {
    DataCompressionType: "LZ4",
    DeploymentType: "PERSISTENT_2",
    PerUnitStorageThroughput: 250,
    MetadataConfiguration: { Mode: "AUTOMATIC" },
  },
  Tags: [{ Key: "Name", Value: "Scratch" }],
};

const OPENZFS: JsonObject = {
  FileSystemType: "OPENZFS",
  StorageType: "SSD",
  StorageCapacity: 512,
  SubnetIds: ["subnet-a"],
  OpenZFSConfiguration: {
    AutomaticBackupRetentionDays: 30,
    CopyTagsToBackups: true,
    DailyAutomaticBackupStartTime: "19:00",
    DeploymentType: "SINGLE_AZ_HA_2",
    Options: ["DELETE_CHILD_VOLUMES_AND_SNAPSHOTS"],
    RootVolumeConfiguration: {
      DataCompressionType: "NONE",
      NfsExports: [
        { ClientConfigurations: [{ Clients: "*", Options: ["rw", "no_root_squash", "crossmnt"] }] },
      ],
    },
    ThroughputCapacity: 320,
    WeeklyMaintenanceStartTime: "1:04:00",
  },
};

test("the Lustre file system of the prerequisites is waited for and answers its attributes", () => {
  const { kernel, context } = stack();
  const { physicalId } = fileSystemResource.create(LUSTRE, context);
  expect(fileSystemResource.progress?.(physicalId, LUSTRE, context).status).toBe("pending");
  kernel.clock.runUntilIdle();
  expect(fileSystemResource.progress?.(physicalId, LUSTRE, context)).toEqual({ status: "done" });
  expect(fileSystemResource.read(physicalId, LUSTRE, context)).toEqual({
    ref: physicalId,
    attributes: {
      Id: physicalId,
      DNSName: `${physicalId}.fsx.us-west-2.amazonaws.com`,
      ResourceARN: `arn:aws:fsx:us-west-2:123456789012:file-system/${physicalId}`,
      LustreMountName: expect.stringMatching(/^[a-z]{8}$/),
    },
  });
  const [made] = context.call("fsx", "DescribeFileSystems", {}).FileSystems ?? [];
  expect(made?.Tags).toEqual([
    { Key: "Name", Value: "Scratch" },
    { Key: "aws:cloudformation:stack-name", Value: "prerequisites" },
  ]);
});

test("the OpenZFS file system answers its root volume and leaves no backup when its stack goes", () => {
  const { kernel, context } = stack();
  const { physicalId } = fileSystemResource.create(OPENZFS, context);
  kernel.clock.runUntilIdle();
  const { RootVolumeId } = fileSystemResource.read(physicalId, OPENZFS, context).attributes;
  expect(RootVolumeId).toMatch(/^fsvol-/);
  fileSystemResource.delete(physicalId, OPENZFS, context);
  expect(fileSystemResource.deleteProgress?.(physicalId, context, OPENZFS).status).toBe("pending");
  kernel.clock.runUntilIdle();
  expect(fileSystemResource.deleteProgress?.(physicalId, context, OPENZFS)).toEqual({ status: "done" });
  expect(context.call("fsx", "DescribeBackups", {}).Backups).toEqual([]);
  fileSystemResource.delete(physicalId, OPENZFS, context);
});

test("a greater capacity is an update that is waited for", () => {
  const { kernel, context } = stack();
  const { physicalId } = fileSystemResource.create(LUSTRE, context);
  kernel.clock.runUntilIdle();
  const after = { ...LUSTRE, StorageCapacity: 2400, Tags: [] };
  const change = { before: LUSTRE, after, changed: ["StorageCapacity", "Tags"] };
  fileSystemResource.update?.(physicalId, change, context);
  expect(fileSystemResource.progress?.(physicalId, after, context).status).toBe("pending");
  kernel.clock.runUntilIdle();
  expect(fileSystemResource.progress?.(physicalId, after, context).status).toBe("done");
  const [made] = context.call("fsx", "DescribeFileSystems", {}).FileSystems ?? [];
  expect(made).toMatchObject({
    StorageCapacity: 2400,
    Tags: [{ Key: "aws:cloudformation:stack-name", Value: "prerequisites" }],
  });
});

test.each([
  { why: "is not modelled", properties: { ...LUSTRE, BackupId: "backup-0" }, message: /BackupId/ },
  { why: "has a wrong word", properties: { ...LUSTRE, StorageType: "TAPE" }, message: /enum/ },
])("a file system is not made when a property $why", ({ properties, message }) => {
  expect(() => fileSystemResource.create(properties, stack().context)).toThrow(message);
});

test("a data link is waited for, changed and removed; a missing bucket fails it", () => {
  const made = lustreWithBucket(s3, { a: "a" });
  const context: ResourceContext = { ...made.context, ...STACK };
  const properties = (bucket: string): JsonObject => ({
    FileSystemId: made.fileSystemId,
    FileSystemPath: `/${bucket}`,
    DataRepositoryPath: `s3://${bucket}`,
    BatchImportMetaDataOnCreate: true,
    S3: { AutoExportPolicy: { Events: ["NEW"] } },
  });
  const { physicalId } = associationResource.create(properties(BUCKET), context);
  const broken = associationResource.create(properties("no-such-bucket"), context).physicalId;
  expect(associationResource.progress?.(physicalId, {}, context).status).toBe("pending");
  made.kernel.clock.runUntilIdle();
  expect(associationResource.progress?.(physicalId, {}, context).status).toBe("done");
  expect(associationResource.progress?.(broken, {}, context)).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("no-such-bucket"),
  });
  const after = { ...properties(BUCKET), S3: { AutoImportPolicy: { Events: ["DELETED"] } } };
  associationResource.update?.(physicalId, { before: properties(BUCKET), after, changed: ["S3"] }, context);
  made.kernel.clock.runUntilIdle();
  const { Associations } = context.call("fsx", "DescribeDataRepositoryAssociations", {
    AssociationIds: [physicalId],
  });
  expect(Associations?.[0]?.S3).toEqual({ AutoImportPolicy: { Events: ["DELETED"] } });
  associationResource.delete(physicalId, after, context);
  made.kernel.clock.runUntilIdle();
  expect(associationResource.deleteProgress?.(physicalId, context, after)).toEqual({ status: "done" });
});

test("a volume is made below the root volume", () => {
  const { kernel, context } = stack();
  const fileSystem = fileSystemResource.create(OPENZFS, context);
  kernel.clock.runUntilIdle();
  const { RootVolumeId = "" } = fileSystemResource.read(fileSystem.physicalId, OPENZFS, context).attributes;
  const properties = {
    Name: "users",
    VolumeType: "OPENZFS",
    OpenZFSConfiguration: { ParentVolumeId: RootVolumeId },
  };
  const { physicalId } = volumeResource.create(properties, context);
  kernel.clock.runUntilIdle();
  expect(volumeResource.progress?.(physicalId, properties, context).status).toBe("done");
  expect(volumeResource.read(physicalId, properties, context).ref).toBe(physicalId);
});
