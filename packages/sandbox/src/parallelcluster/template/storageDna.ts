import type { SharedStorage } from "../configuration/ClusterConfiguration.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import type { ClusterPlan } from "./ClusterPlan.ts";
import { join, ref } from "./intrinsics.ts";
import { nameSuffix } from "./logicalIds.ts";

/** How a part of the templates names the resources of managed storage: directly, or through parameters. */
export type StorageValues = (logicalId: string, attribute?: string) => Json;

/** Where each shared storage is and what it is mounted on: lists as text with commas. */
export function storageDna(plan: ClusterPlan, value: StorageValues): JsonObject {
  const storages = plan.configuration.sharedStorage;
  const fsx = storages.filter((storage) => storage.kind !== "ebs" && storage.kind !== "raid");
  const ebs = storages.filter((storage) => storage.kind === "ebs");
  const raid = storages.find((storage) => storage.kind === "raid");
  return {
    raid_shared_dir: raid?.mountDirectory ?? "",
    raid_type: raid?.kind === "raid" ? String(raid.raidType) : "",
    efs_fs_ids: "",
    efs_shared_dirs: "",
    efs_encryption_in_transits: "",
    efs_iam_authorizations: "",
    efs_access_point_ids: "",
    fsx_fs_ids: list(fsx.map((storage) => fileSystemId(storage, value))),
    fsx_mount_names: list(fsx.map((storage) => mountName(plan, storage, value))),
    fsx_dns_names: list(fsx.map((storage) => dnsName(plan, storage, value))),
    fsx_volume_junction_paths: list(
      fsx.map((storage) => plan.facts.fileSystems[storage.name]?.junctionPath ?? ""),
    ),
    fsx_fs_types: fsx
      .map((storage) => (storage.kind === "existing-openzfs" ? "OPENZFS" : "LUSTRE"))
      .join(","),
    fsx_shared_dirs: fsx.map((storage) => storage.mountDirectory).join(","),
    ebs_shared_dirs: ebs.map((storage) => storage.mountDirectory).join(","),
  };
}

/** Ids of the EBS volumes, which only the head node attaches. */
export function volumeDna(plan: ClusterPlan): JsonObject {
  const idsOf = (kind: "ebs" | "raid") =>
    list(
      plan.configuration.sharedStorage
        .filter((storage) => storage.kind === kind)
        .flatMap((storage) => volumeIds(storage, ref)),
    );
  return { volume: idsOf("ebs"), raid_vol_ids: idsOf("raid") };
}

/** Ids of a storage's EBS volumes. */
export function volumeIds(storage: SharedStorage, value: StorageValues): readonly Json[] {
  if (storage.kind === "ebs")
    return [storage.volume.existingVolumeId ?? value(`EBS${nameSuffix(storage.name)}`)];
  if (storage.kind !== "raid") return [];
  return Array.from({ length: storage.volumeCount }, (_, index) =>
    value(`RAID${nameSuffix(storage.name)}Volume${index}`),
  );
}

/** What the cluster calls a file system: for OpenZFS that is the volume. */
export function fileSystemId(storage: SharedStorage, value: StorageValues): Json {
  if (storage.kind === "managed-lustre") return value(`FSX${nameSuffix(storage.name)}`);
  return storage.kind === "existing-lustre" || storage.kind === "existing-openzfs" ? storage.resourceId : "";
}

export function list(values: readonly Json[]): Json {
  if (values.length === 0) return "";
  return join(...values.flatMap((value, index): Json[] => (index === 0 ? [value] : [",", value])));
}

function mountName(plan: ClusterPlan, storage: SharedStorage, value: StorageValues): Json {
  if (storage.kind === "managed-lustre") return value(`FSX${nameSuffix(storage.name)}`, "LustreMountName");
  return plan.facts.fileSystems[storage.name]?.mountName ?? "";
}

function dnsName(plan: ClusterPlan, storage: SharedStorage, value: StorageValues): Json {
  if (storage.kind === "managed-lustre")
    return join(
      value(`FSX${nameSuffix(storage.name)}`),
      ".fsx.",
      ref("AWS::Region"),
      ".",
      ref("AWS::URLSuffix"),
    );
  return plan.facts.fileSystems[storage.name]?.dnsName ?? "";
}
