import { mkdirSync } from "node:fs";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { listNamed, putNamed } from "../../../kernel/NameTable.ts";
import { LUSTRE_CREATE_MS, NETWORK_CHECK_MS, OPENZFS_CREATE_MS } from "../durations.ts";
import { badRequest, enumMember, notModelled } from "../errors.ts";
import { fileSystemDirectory } from "../fileSystemDirectory.ts";
import { type FileSystemRecord, fsxStore } from "../FsxState.ts";
import { madeBefore, requestMarkOf } from "../requestMark.ts";
import type { FsxInput, FsxOutput } from "../shapes.ts";
import { checkedTags } from "../tags.ts";
import { createRootVolume } from "../volumes/rootVolume.ts";
import { describeFileSystem } from "./describeFileSystem.ts";
import { lustreSettings } from "./lustreSettings.ts";
import { checkLustrePort, networkOf } from "./networkOf.ts";
import { openZfsSettings } from "./openZfsSettings.ts";

type Input = FsxInput<"CreateFileSystem">;

/** Makes a file system that becomes available after its modelled time. */
export function createFileSystem(input: Input, context: CallContext): FsxOutput<"CreateFileSystem"> {
  const { fileSystems } = context.store(fsxStore);
  const request = requestMarkOf(input);
  const before = madeBefore(listNamed(fileSystems), request);
  if (before !== undefined) return { FileSystem: describeFileSystem(before, context) };
  const kind = enumMember(input.FileSystemType, "fileSystemType", ["WINDOWS", "LUSTRE", "ONTAP", "OPENZFS"]);
  if (kind !== "LUSTRE" && kind !== "OPENZFS")
    throw notModelled(`The file system type ${kind ?? "that is absent"}`);
  if (input.NetworkType !== undefined && input.NetworkType !== "IPV4") throw notModelled("NetworkType DUAL");
  const record =
    kind === "LUSTRE" ? createLustre(input, request, context) : createOpenZfs(input, request, context);
  putNamed(fileSystems, record.id, record);
  mkdirSync(fileSystemDirectory(context, record.id), { recursive: true, mode: 0o755 });
  return { FileSystem: describeFileSystem(record, context) };
}

function createLustre(
  input: Input,
  request: FileSystemRecord["request"],
  context: CallContext,
): FileSystemRecord {
  if ((input.SubnetIds ?? []).length !== 1)
    throw badRequest("Exactly one subnet ID must be specified for LUSTRE file systems.");
  if (input.OpenZFSConfiguration !== undefined)
    throw badRequest("OpenZFSConfiguration is not supported for LUSTRE file systems.");
  const settings = lustreSettings(input, context);
  const common = commonParts(input, request, context);
  // A template makes its group's rules while it makes the file system, so for CloudFormation the look comes later.
  if (context.accessKeyId !== "sandbox") checkLustrePort(common.securityGroupIds, context);
  else schedule(context, "fsx.network-check", common.id, NETWORK_CHECK_MS);
  schedule(context, "fsx.file-system-created", common.id, LUSTRE_CREATE_MS);
  return {
    ...common,
    kind: "LUSTRE",
    storageCapacityGiB: settings.storageCapacityGiB,
    storageType: settings.storageType,
    version: settings.version,
    lustre: settings.configuration,
  };
}

function createOpenZfs(
  input: Input,
  request: FileSystemRecord["request"],
  context: CallContext,
): FileSystemRecord {
  if (input.LustreConfiguration !== undefined)
    throw badRequest("LustreConfiguration is not supported for OPENZFS file systems.");
  const settings = openZfsSettings(input, context);
  const common = commonParts(input, request, context);
  const rootVolume = createRootVolume(context, {
    fileSystemId: common.id,
    configuration: settings.rootVolume,
    tags: settings.configuration.CopyTagsToVolumes === true ? common.tags : [],
  });
  const deployment = settings.configuration.DeploymentType ?? "SINGLE_AZ_1";
  schedule(context, "fsx.file-system-created", common.id, OPENZFS_CREATE_MS[deployment]);
  return {
    ...common,
    kind: "OPENZFS",
    storageCapacityGiB: settings.storageCapacityGiB,
    storageType: "SSD",
    openZfs: { ...settings.configuration, RootVolumeId: rootVolume.id },
  };
}

function commonParts(input: Input, request: FileSystemRecord["request"], context: CallContext) {
  const subnetIds = input.SubnetIds ?? [];
  const network = networkOf({ subnetIds, securityGroupIds: input.SecurityGroupIds ?? [] }, context);
  return {
    id: context.ids.resourceId("fs"),
    request,
    creationMs: context.clock.nowMs(),
    lifecycle: "CREATING" as const,
    ...network,
    subnetIds: [...subnetIds],
    networkInterfaceIds: [],
    ...(input.KmsKeyId === undefined ? {} : { kmsKeyId: input.KmsKeyId }),
    tags: checkedTags(input.Tags),
    actions: [],
    linksBusyUntilMs: 0,
  };
}

function schedule(context: CallContext, kind: string, fileSystemId: string, afterMs: number): void {
  context.clock.schedule({ kind, region: context.region, payload: { fileSystemId }, afterMs });
}
