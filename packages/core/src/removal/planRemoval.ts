import { PROJECT_TAG } from "../deployment/names.ts";
import type { ObservedRemoval, RemovalItem, RemovalPlan } from "./Removal.ts";

/** File systems by the project file's words. */
export const FILE_SYSTEM_NAMES = ["scratch", "home"] as const;
export type FileSystemName = (typeof FILE_SYSTEM_NAMES)[number];

/**
 * What `down` does. Files are never lost by default: a file system goes only when the user named it in
 * `discard`, and the network goes only when no file system is left in it.
 */
export function planRemoval(observed: ObservedRemoval, discard: readonly FileSystemName[]): RemovalPlan {
  const fileSystems = FILE_SYSTEM_NAMES.map((name) => planFileSystem(name, observed, discard));
  const kept = fileSystems.filter(({ action }) => action === "retain").map(({ id }) => id);
  return {
    items: [
      planExport(observed),
      planCluster(observed),
      planProvider(observed),
      ...fileSystems,
      planPrerequisites(observed, kept),
      planBucket(observed),
    ],
    losesFilesOf: FILE_SYSTEM_NAMES.filter((name) =>
      fileSystems.some(({ id, action }) => id === name && action === "remove"),
    ),
  };
}

function planExport(observed: ObservedRemoval): RemovalItem {
  const paths = observed.links.map((link) => `/fsx${link.path}`).join(", ");
  if (observed.links.length === 0)
    return { id: "export", action: "absent", name: "export to S3", reason: "no data link" };
  return {
    id: "export",
    action: "export",
    name: paths,
    reason: "what is not in S3 yet is written there first",
  };
}

function planCluster({ cluster, clusterHolder }: ObservedRemoval): RemovalItem {
  const stack = clusterHolder === "absent" ? cluster : clusterHolder;
  if (stack === "absent")
    return { id: "cluster", action: "absent", name: "cluster", reason: "does not exist" };
  const name = cluster === "absent" ? stack.name : cluster.name;
  return { id: "cluster", action: "remove", name, reason: `stack ${stack.name} is ${stack.status}` };
}

function planProvider({ engineProvider, otherClusterHolders }: ObservedRemoval): RemovalItem {
  const id = "engine-provider";
  if (engineProvider === "absent")
    return { id, action: "absent", name: "ParallelCluster provider", reason: "does not exist" };
  const name = engineProvider.name;
  if (otherClusterHolders.length > 0)
    return { id, action: "retain", name, reason: `used by ${otherClusterHolders.join(", ")}` };
  return { id, action: "remove", name, reason: "no other cluster uses it" };
}

function planFileSystem(
  name: FileSystemName,
  observed: ObservedRemoval,
  discard: readonly FileSystemName[],
): RemovalItem {
  const kind = name === "scratch" ? "lustre" : "openzfs";
  const system = observed.fileSystems.find((candidate) => candidate.kind === kind);
  if (system === undefined)
    return { id: name, action: "absent", name: `${name} file system`, reason: "does not exist" };
  if (discard.includes(name))
    return { id: name, action: "remove", name: system.id, reason: `--discard ${name}: its files are lost` };
  return { id: name, action: "retain", name: system.id, reason: `holds files; --discard ${name} deletes it` };
}

function planPrerequisites({ prerequisites }: ObservedRemoval, kept: readonly string[]): RemovalItem {
  const id = "prerequisites";
  if (prerequisites === "absent") return { id, action: "absent", name: "network", reason: "does not exist" };
  const { name } = prerequisites;
  if (prerequisites.tags[PROJECT_TAG] === undefined)
    return { id, action: "retain", name, reason: "not made by trainyard" };
  if (kept.length > 0)
    return { id, action: "retain", name, reason: `the file systems ${kept.join(" and ")} lie in it` };
  return { id, action: "remove", name, reason: "nothing is left in it" };
}

function planBucket({ dataBucket }: ObservedRemoval): RemovalItem {
  const id = "data-bucket";
  if (dataBucket === "absent")
    return { id, action: "absent", name: "data bucket", reason: "not made by trainyard" };
  return {
    id,
    action: "retain",
    name: dataBucket.outputs["S3BucketName"] ?? dataBucket.name,
    reason: "holds your data",
  };
}
