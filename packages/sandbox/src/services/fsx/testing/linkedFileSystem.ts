import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { SandboxKernel } from "../../../kernel/SandboxKernel.ts";
import type { ServiceModule } from "../../../kernel/ServiceModule.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { fileSystemDirectory } from "../fileSystemDirectory.ts";
import { fsx } from "../fsx.ts";
import { createFakeEc2 } from "./createFakeEc2.ts";

export const REGION = "us-west-2";
export const BUCKET = "cluster-data";

export interface LinkedFileSystem {
  readonly kernel: SandboxKernel;
  readonly context: RegionContext;
  readonly fileSystemId: string;
  /** Path of the file system's root on this machine. */
  readonly root: string;
}

/** An available Lustre file system and the bucket, with objects, that tests link to it. */
export function lustreWithBucket(
  s3: ServiceModule,
  objects: Readonly<Record<string, string>> = {},
): LinkedFileSystem {
  const kernel = createTestKernel({ modules: [createFakeEc2().module, s3, fsx] });
  const context = kernel.context(REGION);
  context.call("s3", "CreateBucket", {
    Bucket: BUCKET,
    CreateBucketConfiguration: { LocationConstraint: REGION },
  });
  for (const [key, text] of Object.entries(objects)) putText(context, key, text);
  const { FileSystem } = context.call("fsx", "CreateFileSystem", {
    FileSystemType: "LUSTRE",
    StorageCapacity: 1200,
    SubnetIds: ["subnet-a"],
    SecurityGroupIds: ["sg-1"],
    LustreConfiguration: { DeploymentType: "PERSISTENT_2", PerUnitStorageThroughput: 250 },
  });
  kernel.clock.runUntilIdle();
  const fileSystemId = FileSystem?.FileSystemId ?? "";
  return { kernel, context, fileSystemId, root: fileSystemDirectory(context, fileSystemId) };
}

const ALL = ["NEW", "CHANGED", "DELETED"] as const;

export interface LinkPolicy {
  readonly importEvents?: readonly (typeof ALL)[number][];
  readonly exportEvents?: readonly (typeof ALL)[number][];
}

/** Links `/data` with the whole bucket, as the guide does, and waits until it is available. */
export function linked(
  s3: ServiceModule,
  objects: Readonly<Record<string, string>> = {},
  policy: LinkPolicy = {},
): LinkedFileSystem & { readonly linkId: string } {
  const made = lustreWithBucket(s3, objects);
  const { Association } = made.context.call("fsx", "CreateDataRepositoryAssociation", {
    FileSystemId: made.fileSystemId,
    FileSystemPath: "/data",
    DataRepositoryPath: `s3://${BUCKET}`,
    BatchImportMetaDataOnCreate: true,
    S3: {
      AutoImportPolicy: { Events: [...(policy.importEvents ?? ALL)] },
      AutoExportPolicy: { Events: [...(policy.exportEvents ?? ALL)] },
    },
  });
  made.kernel.clock.runUntilIdle();
  return { ...made, linkId: Association?.AssociationId ?? "" };
}

export function putText(
  context: RegionContext,
  Key: string,
  text: string,
  Metadata?: Record<string, string>,
): void {
  const filePath = join(mkdtempSync(join(context.dataDirectory, "in-")), "body");
  writeFileSync(filePath, text);
  context.call("s3", "PutObject", {
    Bucket: BUCKET,
    Key,
    Body: { filePath, sizeBytes: Buffer.byteLength(text) },
    ...(Metadata === undefined ? {} : { Metadata }),
  });
}

export function writeBelow(root: string, path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export function keysIn(context: RegionContext): string[] {
  return (context.call("s3", "ListObjectsV2", { Bucket: BUCKET }).Contents ?? []).flatMap(
    ({ Key }) => Key ?? [],
  );
}
