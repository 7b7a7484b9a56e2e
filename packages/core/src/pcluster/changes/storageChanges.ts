import { isConfigList, isConfigMap, type ConfigMap, type ConfigValue } from "../yaml/configValue.ts";
import { isEqual } from "./isEqual.ts";
import { queueUpdateStrategy, valueAt, type ChangeContext } from "./ChangeContext.ts";
import type { ConfigChange } from "./ConfigChange.ts";
import { loginNodesRun } from "./FleetState.ts";
import type { Obstacle } from "./Obstacle.ts";

const EXISTING_KEYS = ["VolumeId", "FileSystemId", "FileCacheId"];
const LIVE_TYPES = ["Efs", "FsxLustre", "FsxOntap", "FsxOpenZfs", "FileCache"];

/**
 * A storage that exists outside of the cluster can be mounted and unmounted while nodes run; any other change
 * needs them stopped. A change inside of a storage, of its MountDir, ends the official command while nodes
 * run, also when they would be drained; here it is refused.
 */
export function storageObstacle(change: ConfigChange, context: ChangeContext): Obstacle | undefined {
  if (isHome(change)) return "keep-home";
  if (context.scheduler === "awsbatch") return "never";
  if (isLiveChange(change)) return undefined;
  const login = loginNodesRun(context.fleet);
  if (context.fleet.computeRunning && isPartOfStorage(change))
    return login ? "stop-compute-and-login" : "stop-compute";
  const compute = context.fleet.computeRunning && queueUpdateStrategy(context) === "COMPUTE_FLEET_STOP";
  if (login && compute) return "stop-compute-and-login";
  if (login) return "stop-login";
  return compute ? "stop-compute-or-drain" : undefined;
}

function isPartOfStorage({ oldValue, newValue }: ConfigChange): boolean {
  return !isConfigMap(newValue ?? oldValue);
}

function isHome(change: ConfigChange): boolean {
  if (change.key !== "SharedStorage") return false;
  return [change.oldValue, change.newValue].some((item) =>
    ["home", "/home"].includes(textOf(valueAt(item, "MountDir"))),
  );
}

function isLiveChange(change: ConfigChange): boolean {
  const item = change.newValue ?? change.oldValue;
  if (!isConfigMap(item)) return false;
  const type = textOf(item["StorageType"]);
  const settings = item[`${type}Settings`];
  return (
    LIVE_TYPES.includes(type) &&
    isConfigMap(settings) &&
    EXISTING_KEYS.some((key) => Object.hasOwn(settings, key))
  );
}

/** Names of Lustre file systems that ParallelCluster made and that stay. */
export function managedFileSystemsKept({ oldConfig, newConfig }: ChangeContext): readonly string[] {
  const after = managedFileSystems(newConfig);
  return managedFileSystems(oldConfig).filter((name) => after.includes(name));
}

function managedFileSystems(config: ConfigMap): readonly string[] {
  const storages = config["SharedStorage"];
  if (!isConfigList(storages)) return [];
  return storages
    .filter(isConfigMap)
    .filter(
      (storage) =>
        storage["StorageType"] === "FsxLustre" &&
        valueAt(storage, "FsxLustreSettings", "FileSystemId") === undefined,
    )
    .map((storage) => textOf(storage["Name"]));
}

/** A list that only grew. */
export function isEveryOldValueKept({ oldValue, newValue }: ConfigChange): boolean {
  return (
    isConfigList(oldValue) &&
    isConfigList(newValue) &&
    oldValue.every((value) => newValue.some((other) => isEqual(value, other)))
  );
}

function textOf(value: ConfigValue | undefined): string {
  return typeof value === "string" ? value : "";
}
