import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ClusterSettings } from "../ClusterRecord.ts";

const MOUNTABLE = new Set(["AVAILABLE", "CREATED", "UPDATING"]);

/** Why a shared storage cannot be mounted; undefined when all can. */
export function storageFault(context: RegionContext, settings: ClusterSettings): string | undefined {
  if (settings.fsxIds.some((id) => !isMountable(context, id))) return "Failed to mount FSX.";
  if (settings.volumeIds.some((id) => !volumeExists(context, id))) return "Failed to mount EBS volume.";
  if (settings.raidVolumeIds.some((id) => !volumeExists(context, id))) return "Failed to mount RAID array.";
  return undefined;
}

function isMountable(context: RegionContext, id: string): boolean {
  const state = lookUp(() =>
    id.startsWith("fsvol-") ? volumeState(context, id) : fileSystemState(context, id),
  );
  return MOUNTABLE.has(state ?? "");
}

function fileSystemState(context: RegionContext, id: string): string | undefined {
  return context.call("fsx", "DescribeFileSystems", { FileSystemIds: [id] }).FileSystems?.[0]?.Lifecycle;
}

function volumeState(context: RegionContext, id: string): string | undefined {
  return context.call("fsx", "DescribeVolumes", { VolumeIds: [id] }).Volumes?.[0]?.Lifecycle;
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
