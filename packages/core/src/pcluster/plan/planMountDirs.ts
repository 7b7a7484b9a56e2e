import type { InstanceFacts } from "../aws/InstanceFacts.ts";
import { duplicateMountDirValidator, overlappingMountDirValidator } from "../rules/mountDirs.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import type { RulePlan } from "./RulePlan.ts";

const DEFAULT_EPHEMERAL_DIR = "/scratch";
const PATH = ["SharedStorage"] as const;

export function planMountDirs(plan: RulePlan, model: ClusterModel): void {
  const shared = (model.config.SharedStorage ?? []).map((storage) => ({
    name: storage.Name,
    mountDir: storage.MountDir,
  }));
  const local = localMountDirs(model);
  plan.add("DuplicateMountDirValidator", PATH, () => duplicateMountDirValidator({ shared, local }));
  // The official command compares the names of the storages here, and so do we.
  plan.add("OverlappingMountDirValidator", PATH, () =>
    overlappingMountDirValidator({ shared: shared.map(({ name }) => name), local: [...local.keys()] }),
  );
}

/** Where nodes with disks of their own mount them, with the types of those nodes. */
function localMountDirs(model: ClusterModel): ReadonlyMap<string, readonly string[]> {
  const directories = new Map<string, readonly string[]>();
  const note = (directory: string | undefined, types: readonly (InstanceFacts | undefined)[]) => {
    const names = types.flatMap((facts) => (facts?.hasInstanceStorage === true ? [facts.instanceType] : []));
    const key = directory ?? DEFAULT_EPHEMERAL_DIR;
    if (names.length > 0) directories.set(key, [...new Set([...(directories.get(key) ?? []), ...names])]);
  };
  const head = model.config.HeadNode;
  note(head.LocalStorage.EphemeralVolume?.MountDir, [model.facts.instance(head.InstanceType)]);
  for (const queue of model.queues)
    note(
      queue.config.ComputeSettings.LocalStorage.EphemeralVolume?.MountDir,
      queue.computeResources.flatMap((resource) => resource.facts),
    );
  return directories;
}
