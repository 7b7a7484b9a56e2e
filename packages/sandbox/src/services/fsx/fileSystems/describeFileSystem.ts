import type { RegionContext } from "../../../kernel/CallContext.ts";
import { fsxArn, urlSuffixOf } from "../arn.ts";
import type { ActionRecord, FileSystemRecord } from "../FsxState.ts";
import type { FileSystem } from "../shapes.ts";

type AdministrativeAction = NonNullable<FileSystem["AdministrativeActions"]>[number];

/** A file system as FSx answers it. */
export function describeFileSystem(record: FileSystemRecord, context: RegionContext): FileSystem {
  return {
    OwnerId: context.accountId,
    CreationTime: new Date(record.creationMs),
    FileSystemId: record.id,
    FileSystemType: record.kind,
    Lifecycle: record.lifecycle,
    ...(record.failure === undefined ? {} : { FailureDetails: { Message: record.failure } }),
    StorageCapacity: record.storageCapacityGiB,
    StorageType: record.storageType,
    VpcId: record.vpcId,
    SubnetIds: [...record.subnetIds],
    NetworkInterfaceIds: [...record.networkInterfaceIds],
    DNSName: `${record.id}.fsx.${context.region}.${urlSuffixOf(context.region)}`,
    KmsKeyId: record.kmsKeyId ?? defaultKey(context),
    ResourceARN: fsxArn(context, `file-system/${record.id}`),
    Tags: [...record.tags],
    NetworkType: "IPV4",
    ...(record.lustre === undefined ? {} : { LustreConfiguration: record.lustre }),
    ...(record.openZfs === undefined ? {} : { OpenZFSConfiguration: record.openZfs }),
    ...(record.version === undefined ? {} : { FileSystemTypeVersion: record.version }),
    ...(record.actions.length === 0 ? {} : { AdministrativeActions: record.actions.map(describeAction) }),
  };
}

function describeAction(action: ActionRecord): AdministrativeAction {
  const { target } = action;
  return {
    AdministrativeActionType: action.type,
    RequestTime: new Date(action.requestMs),
    Status: action.status,
    ...(action.type === "STORAGE_OPTIMIZATION" && action.status === "IN_PROGRESS"
      ? { ProgressPercent: 0 }
      : {}),
    ...(action.type === "FILE_SYSTEM_UPDATE" ? { TargetFileSystemValues: targetValues(target) } : {}),
  };
}

function targetValues(target: ActionRecord["target"]): FileSystem {
  return {
    ...(target.storageCapacityGiB === undefined ? {} : { StorageCapacity: target.storageCapacityGiB }),
    ...(target.lustre === undefined ? {} : { LustreConfiguration: target.lustre }),
    ...(target.openZfs === undefined ? {} : { OpenZFSConfiguration: target.openZfs }),
  };
}

/** The key that FSx keeps in the account: a name only, because the sandbox has no KMS. */
function defaultKey(context: RegionContext): string {
  return fsxArn(context, "alias/aws/fsx").replace(":fsx:", ":kms:");
}
