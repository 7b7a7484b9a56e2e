import { join } from "node:path";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { HostMount } from "../../hosts/HostDriver.ts";
import type { ClusterSettings } from "../cluster/ClusterRecord.ts";
import { clusterDirectory } from "./clusterDirectory.ts";

/** What every host of a cluster has in common: the cluster's own directory and the shared storages. */
export function clusterMounts(
  context: RegionContext,
  headNodeId: string,
  settings: ClusterSettings,
): readonly HostMount[] {
  const directory = clusterDirectory(context, headNodeId);
  const storages = Object.entries(settings.mountDirectories ?? {}).map(([id, target]) => ({
    source: storageDirectory(context, directory, id),
    target,
  }));
  // Without a storage for it the head node shares its own /home.
  const home = storages.some(({ target }) => target === "/home")
    ? []
    : [{ source: join(directory, "home"), target: "/home" }];
  return [{ source: directory, target: "/opt/parallelcluster" }, ...home, ...storages];
}

/** File systems of FSx keep their data in `fsx/<file system>`; volumes lie on the head node, which shares them. */
function storageDirectory(context: RegionContext, directory: string, id: string): string {
  if (id.startsWith("fsvol-")) return openZfsDirectory(context, id);
  if (id.startsWith("fs-")) return join(context.dataDirectory, "fsx", id);
  return join(directory, "volumes", id);
}

/** `/fsx` is the root volume; a volume below it is a directory. */
function openZfsDirectory(context: RegionContext, volumeId: string): string {
  const volume = describeVolume(context, volumeId);
  const [, , ...names] = (volume?.OpenZFSConfiguration?.VolumePath ?? "").split("/");
  return join(context.dataDirectory, "fsx", volume?.FileSystemId ?? volumeId, ...names);
}

function describeVolume(context: RegionContext, volumeId: string) {
  try {
    return context.call("fsx", "DescribeVolumes", { VolumeIds: [volumeId] }).Volumes?.[0];
  } catch (error) {
    // The head node finds out that it cannot mount it.
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
