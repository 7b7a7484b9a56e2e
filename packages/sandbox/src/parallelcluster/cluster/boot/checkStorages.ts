import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ClusterSettings } from "../ClusterRecord.ts";

const MOUNTABLE = new Set(["AVAILABLE", "UPDATING"]);

/** Why a shared storage cannot be mounted; undefined when all can. */
export function storageFault(context: RegionContext, settings: ClusterSettings): string | undefined {
  if (settings.lustreFileSystemIds.some((id) => !fileSystemAvailable(context, id)))
    return "Failed to mount FSX.";
  if (settings.volumeIds.some((id) => !volumeExists(context, id))) return "Failed to mount EBS volume.";
  if (settings.raidVolumeIds.some((id) => !volumeExists(context, id))) return "Failed to mount RAID array.";
  return undefined;
}

function fileSystemAvailable(context: RegionContext, id: string): boolean {
  const found = lookUp(() => context.call("fsx", "DescribeFileSystems", { FileSystemIds: [id] }));
  return MOUNTABLE.has(found?.FileSystems?.[0]?.Lifecycle ?? "");
}

function volumeExists(context: RegionContext, id: string): boolean {
  return lookUp(() => context.call("ec2", "DescribeVolumes", { VolumeIds: [id] })) !== undefined;
}

function lookUp<Answer>(call: () => Answer): Answer | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
