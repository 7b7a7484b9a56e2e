import type {
  Progress,
  ResourceContext,
  ResourceProvider,
} from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, resourceTags } from "../../../kernel/readProperties.ts";
import {
  FILE_SYSTEM_DURATIONS,
  OPENZFS_CREATE_MS,
  OPENZFS_DELETE_MS,
  PROGRESS_RETRY_MS,
} from "../durations.ts";
import { OPENZFS_DEPLOYMENTS } from "../fileSystems/openZfsSettings.ts";
import type { FileSystem, FsxInput } from "../shapes.ts";
import { fileSystemInput } from "./fileSystemProperties.ts";
import { definedMembers } from "./propertyWords.ts";
import { enumText } from "../../../cloudformation/enumText.ts";
import { syncTags } from "./syncTags.ts";

export const fileSystemResource: ResourceProvider = {
  type: "AWS::FSx::FileSystem",
  durations: FILE_SYSTEM_DURATIONS,
  durationsFor(properties) {
    const deployment = enumText(
      readProperties(properties).object("OpenZFSConfiguration"),
      "DeploymentType",
      OPENZFS_DEPLOYMENTS,
    );
    return deployment === undefined
      ? FILE_SYSTEM_DURATIONS
      : { ...FILE_SYSTEM_DURATIONS, createMs: OPENZFS_CREATE_MS[deployment], deleteMs: OPENZFS_DELETE_MS };
  },
  create(properties, context) {
    const { FileSystem } = context.call("fsx", "CreateFileSystem", {
      ...fileSystemInput(properties),
      Tags: resourceTags(properties, context.stackTags),
    });
    return { physicalId: FileSystem?.FileSystemId ?? "" };
  },
  progress: (physicalId, _properties, context) => progressOf(fileSystemAt(physicalId, context)),
  read(physicalId, _properties, context) {
    const fileSystem = fileSystemAt(physicalId, context);
    return {
      ref: physicalId,
      attributes: {
        Id: physicalId,
        DNSName: fileSystem?.DNSName ?? "",
        ResourceARN: fileSystem?.ResourceARN ?? "",
        ...(fileSystem?.LustreConfiguration?.MountName === undefined
          ? {}
          : { LustreMountName: fileSystem.LustreConfiguration.MountName }),
        ...(fileSystem?.OpenZFSConfiguration?.RootVolumeId === undefined
          ? {}
          : { RootVolumeId: fileSystem.OpenZFSConfiguration.RootVolumeId }),
      },
    };
  },
  update(physicalId, { before, after, changed }, context) {
    const update = updateInput(physicalId, after, changed);
    if (Object.keys(update).length > 1) context.call("fsx", "UpdateFileSystem", update);
    const arn = fileSystemAt(physicalId, context)?.ResourceARN ?? "";
    if (changed.includes("Tags")) syncTags(arn, before, after, context);
  },
  delete(physicalId, properties, context) {
    const options = readProperties(properties).object("OpenZFSConfiguration")?.texts("Options") ?? [];
    const isOpenZfs = fileSystemAt(physicalId, context)?.FileSystemType === "OPENZFS";
    ignoreMissing(() =>
      context.call("fsx", "DeleteFileSystem", {
        FileSystemId: physicalId,
        ...(isOpenZfs
          ? {
              OpenZFSConfiguration: {
                SkipFinalBackup: true,
                ...(options.includes(DELETE_CHILDREN) ? { Options: [DELETE_CHILDREN] } : {}),
              },
            }
          : {}),
      }),
    );
  },
  deleteProgress: (physicalId, context) =>
    fileSystemAt(physicalId, context) === undefined
      ? { status: "done" }
      : { status: "pending", retryAfterMs: PROGRESS_RETRY_MS },
};

const DELETE_CHILDREN = "DELETE_CHILD_VOLUMES_AND_SNAPSHOTS";

function updateInput(
  FileSystemId: string,
  after: JsonObject,
  changed: readonly string[],
): FsxInput<"UpdateFileSystem"> {
  const input = fileSystemInput(after);
  const {
    DeploymentType: _type,
    DriveCacheType: _cache,
    EfaEnabled: _efa,
    CopyTagsToBackups: _copy,
    ...lustre
  } = input.LustreConfiguration ?? {};
  const {
    DeploymentType: _deployment,
    PreferredSubnetId: _subnet,
    EndpointIpAddressRange: _range,
    RouteTableIds: _tables,
    RootVolumeConfiguration: _root,
    ...openZfs
  } = input.OpenZFSConfiguration ?? {};
  return definedMembers<FsxInput<"UpdateFileSystem">>({
    FileSystemId,
    StorageCapacity: changed.includes("StorageCapacity") ? input.StorageCapacity : undefined,
    LustreConfiguration: changed.includes("LustreConfiguration") ? lustre : undefined,
    OpenZFSConfiguration: changed.includes("OpenZFSConfiguration") ? openZfs : undefined,
  });
}

function progressOf(fileSystem: FileSystem | undefined): Progress {
  if (fileSystem === undefined) return { status: "failed", reason: "The file system does not exist." };
  if (fileSystem.Lifecycle === "FAILED" || fileSystem.Lifecycle === "MISCONFIGURED")
    return {
      status: "failed",
      reason: fileSystem.FailureDetails?.Message ?? `File system is in state ${fileSystem.Lifecycle}`,
    };
  const isUpdating = (fileSystem.AdministrativeActions ?? []).some(
    ({ AdministrativeActionType, Status }) =>
      AdministrativeActionType === "FILE_SYSTEM_UPDATE" && (Status === "PENDING" || Status === "IN_PROGRESS"),
  );
  return fileSystem.Lifecycle === "AVAILABLE" && !isUpdating
    ? { status: "done" }
    : { status: "pending", retryAfterMs: PROGRESS_RETRY_MS };
}

function fileSystemAt(id: string, context: ResourceContext): FileSystem | undefined {
  return ignoreMissing(() => context.call("fsx", "DescribeFileSystems", { FileSystemIds: [id] }))
    ?.FileSystems?.[0];
}

function ignoreMissing<Answer>(call: () => Answer): Answer | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "FileSystemNotFound") return undefined;
    throw error;
  }
}
