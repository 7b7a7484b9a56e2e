import { numberOfStorageValidator } from "../rules/counts.ts";
import {
  efsIdValidator,
  existingFsxNetworkingValidator,
  unmanagedFsxMultiAzValidator,
} from "../rules/existingStorage.ts";
import { sharedStorageMountDirValidator } from "../rules/mountDirs.ts";
import { duplicateNameValidator, sharedStorageNameValidator } from "../rules/names.ts";
import { fsxArchitectureOsValidator } from "../rules/operatingSystems.ts";
import { featureRegionValidator, type RegionFeature } from "../rules/region.ts";
import {
  managedFsxMultiAzValidator,
  multiAzEbsVolumeValidator,
  multiAzRootVolumeValidator,
} from "../rules/storageZones.ts";
import { zonesOf } from "./buildModel.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import { batchQueues, computeSubnetIds, nodeSecurityGroups } from "./clusterNodes.ts";
import type { SharedStorage } from "./configTypes.ts";
import { planMountDirs } from "./planMountDirs.ts";
import { subnetsByZone } from "./planQueues.ts";
import type { RulePlan } from "./RulePlan.ts";
import { countStorages } from "./storageCounts.ts";

const PATH = ["SharedStorage"] as const;

/** Rules of the shared storages together with the rest of the cluster. */
export function planStorageTogether(plan: RulePlan, model: ClusterModel): void {
  const storages = model.config.SharedStorage ?? [];
  if (storages.length > 0) {
    planNames(plan, storages);
    for (const [index, storage] of storages.entries()) planStorage(plan, model, [...PATH, index], storage);
    planExistingFsx(plan, model, storages);
    planCounts(plan, model, storages);
    planZones(plan, model, storages);
  }
  planMountDirs(plan, model);
}

function planNames(plan: RulePlan, storages: readonly SharedStorage[]): void {
  plan.add("DuplicateNameValidator", PATH, () =>
    duplicateNameValidator({
      names: storages.map((storage) => storage.Name),
      resourceName: "Shared storage",
    }),
  );
  const ids = storages.map(existingIdOf).flatMap((id) => (id === undefined || id === "" ? [] : [id]));
  plan.add("DuplicateNameValidator", PATH, () =>
    duplicateNameValidator({ names: ids, resourceName: "Id of an existing storage" }),
  );
}

function existingIdOf(storage: SharedStorage): string | undefined {
  return (
    storage.EfsSettings?.FileSystemId ??
    storage.FsxLustreSettings?.FileSystemId ??
    storage.EbsSettings?.VolumeId ??
    storage.FsxOpenZfsSettings?.VolumeId ??
    storage.FsxOntapSettings?.VolumeId ??
    storage.FileCacheSettings?.FileCacheId
  );
}

const FEATURES: Readonly<Record<string, RegionFeature>> = {
  FsxLustre: "FSx Lustre",
  FsxOpenZfs: "FSx OpenZfs",
  FsxOntap: "FSx ONTAP",
  FileCache: "FileCache",
};

function planStorage(
  plan: RulePlan,
  model: ClusterModel,
  path: readonly (string | number)[],
  storage: SharedStorage,
): void {
  const { config, limits, region } = model;
  const { Name: name, MountDir: mountDir } = storage;
  plan.add("SharedStorageNameValidator", [...path, "Name"], () => sharedStorageNameValidator({ name }));
  plan.add("SharedStorageMountDirValidator", [...path, "MountDir"], () =>
    sharedStorageMountDirValidator({ mountDir }),
  );
  const feature = FEATURES[storage.StorageType];
  if (feature !== undefined)
    plan.add("FeatureRegionValidator", path, () => featureRegionValidator({ feature, region }));
  const architecture = model.facts.instance(config.HeadNode.InstanceType)?.architectures[0];
  if (storage.StorageType === "FsxLustre" && architecture !== undefined)
    plan.add("FsxArchitectureOsValidator", path, () =>
      fsxArchitectureOsValidator({ limits, os: config.Image.Os, architecture }),
    );
  const fileSystemId = storage.EfsSettings?.FileSystemId;
  if (storage.StorageType !== "Efs" || !fileSystemId) return;
  const subnetIds = [config.HeadNode.Networking.SubnetId, ...computeSubnetIds(model)];
  plan.add("EfsIdValidator", [...path, "EfsSettings", "FileSystemId"], () =>
    efsIdValidator(
      {
        fileSystemId,
        subnetsByZone: subnetsByZone(subnetIds, model),
        nodeSecurityGroups: nodeSecurityGroups(model),
        limits,
      },
      model.aws,
    ),
  );
}

function planExistingFsx(plan: RulePlan, model: ClusterModel, storages: readonly SharedStorage[]): void {
  const ids = storages.map(
    (storage) => model.facts.fileSystem(storage)?.id ?? storage.FileCacheSettings?.FileCacheId,
  );
  const fileSystemIds = [...new Set(ids.filter((id) => id !== undefined))];
  const subnetIds = [model.config.HeadNode.Networking.SubnetId, ...computeSubnetIds(model)];
  plan.add("ExistingFsxNetworkingValidator", PATH, () =>
    existingFsxNetworkingValidator(
      { fileSystemIds, subnetIds, nodeSecurityGroups: nodeSecurityGroups(model), limits: model.limits },
      model.aws,
    ),
  );
}

function planCounts(plan: RulePlan, model: ClusterModel, storages: readonly SharedStorage[]): void {
  const counts = countStorages(storages);
  for (const count of counts)
    plan.add("NumberOfStorageValidator", PATH, () => numberOfStorageValidator(count));
  const newFsxCount = counts.find((count) => count.storageType === "new FSx")?.storageCount ?? 0;
  plan.add("ManagedFsxMultiAzValidator", PATH, () =>
    managedFsxMultiAzValidator({ computeSubnetIds: computeSubnetIds(model), newFsxCount }),
  );
}

function planZones(plan: RulePlan, model: ClusterModel, storages: readonly SharedStorage[]): void {
  const { aws, facts, config } = model;
  if (aws === undefined) return;
  const queues = [
    ...model.queues.map((queue) => ({ name: queue.config.Name, zones: queue.zones })),
    ...batchQueues(model).map((queue) => ({
      name: queue.Name,
      zones: zonesOf(queue.Networking.SubnetIds, facts),
    })),
  ];
  const headNodeZone = zonesOf([config.HeadNode.Networking.SubnetId], facts)[0] ?? "";
  for (const [index, storage] of storages.entries()) {
    const fileSystem = facts.fileSystem(storage);
    if (fileSystem === undefined) continue;
    plan.add("UnmanagedFsxMultiAzValidator", [...PATH, index], async () => {
      const subnets = await Promise.all(fileSystem.subnetIds.map((id) => aws.network.subnet(id)));
      const fileSystemZones = subnets.flatMap((answer) =>
        answer.kind === "found" ? [answer.value.zone] : [],
      );
      return unmanagedFsxMultiAzValidator({ queues, fileSystemZones });
    });
  }
  const volumes = storages
    .filter((storage) => storage.StorageType === "Ebs")
    .map((storage) => ({ name: storage.Name, volumeId: storage.EbsSettings?.VolumeId }));
  plan.add("MultiAzEbsVolumeValidator", PATH, () =>
    multiAzEbsVolumeValidator({ headNodeZone, volumes, queues }, aws),
  );
  plan.add("MultiAzRootVolumeValidator", PATH, () => multiAzRootVolumeValidator({ headNodeZone, queues }));
}
