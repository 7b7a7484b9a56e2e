import type { ConfigurationChange } from "./configurationChanges.ts";

export type UpdatePolicy = "supported" | "unsupported" | "fleet-stop" | "queue-strategy" | "resize";

const QUEUE = "Scheduling.SlurmQueues[]";
/** Default of MaxCount. */
const MAX_COUNT = 10;
const RESOURCE = `${QUEUE}.ComputeResources[]`;

/** Parameters that only a new cluster can have otherwise; prefixes of patterns. */
const UNSUPPORTED = [
  "Image",
  "Imds",
  "Region",
  "Tags",
  "Iam.ResourcePrefix",
  "Scheduling.Scheduler",
  "Scheduling.SlurmSettings.Dns",
  "DeploymentSettings",
  "HeadNode.InstanceType",
  "HeadNode.DisableSimultaneousMultithreading",
  "HeadNode.Networking.SubnetId",
  "HeadNode.Networking.ElasticIp",
  "HeadNode.Ssh.KeyName",
  "HeadNode.LocalStorage.EphemeralVolume",
  "HeadNode.Dcv",
  "HeadNode.CustomActions.OnNodeStart",
  "HeadNode.CustomActions.OnNodeConfigured",
  "HeadNode.Imds",
  "HeadNode.Image",
  "HeadNode.SharedStorageType",
  "Monitoring.Logs.CloudWatch.Enabled",
];

const FLEET_STOP = [
  "Scheduling.SlurmSettings.ScaledownIdletime",
  "Scheduling.SlurmSettings.EnableMemoryBasedScheduling",
  "Scheduling.SlurmSettings.Database",
  "Monitoring.DetailedMonitoring",
  "DirectoryService",
  `${RESOURCE}.InstanceType`,
  `${RESOURCE}.Instances`,
  `${RESOURCE}.DisableSimultaneousMultithreading`,
  `${QUEUE}.Iam.InstanceProfile`,
  `${QUEUE}.Iam.InstanceRole`,
];

const SUPPORTED_IN_QUEUES = [
  `${QUEUE}.Iam.S3Access`,
  `${QUEUE}.Iam.AdditionalIamPolicies`,
  `${QUEUE}.HealthChecks`,
  `${QUEUE}.CustomSlurmSettings`,
  `${RESOURCE}.HealthChecks`,
  `${RESOURCE}.CustomSlurmSettings`,
  `${RESOURCE}.StaticNodePriority`,
  `${RESOURCE}.DynamicNodePriority`,
];

/**
 * The update policy of a changed parameter; sources stand in the behaviour page.
 * @param changes - all changes of the update: more static nodes are allowed when the maximum grows with them.
 */
export function updatePolicy(
  change: ConfigurationChange,
  changes: readonly ConfigurationChange[],
): UpdatePolicy {
  const under = (prefixes: readonly string[]) =>
    prefixes.some((prefix) => change.pattern === prefix || change.pattern.startsWith(`${prefix}.`));
  if (under(UNSUPPORTED)) return "unsupported";
  if (under(FLEET_STOP)) return "fleet-stop";
  if (under(SUPPORTED_IN_QUEUES)) return "supported";
  if (change.pattern === `${RESOURCE}.MaxCount`)
    return growth(change, MAX_COUNT) >= 0 ? "supported" : "resize";
  if (change.pattern === `${RESOURCE}.MinCount`) {
    const maximum = changes.find(({ path }) => path === change.path.replace(/MinCount$/, "MaxCount"));
    return maximum !== undefined && growth(maximum, MAX_COUNT) >= growth(change, 0) ? "supported" : "resize";
  }
  if (change.pattern === QUEUE || change.pattern === RESOURCE)
    return change.currentValue === undefined ? "supported" : "resize";
  if (change.pattern.startsWith("SharedStorage")) return storagePolicy(change);
  return change.pattern.startsWith(QUEUE) ? "queue-strategy" : "supported";
}

function growth(change: ConfigurationChange, defaultCount: number): number {
  return Number(change.requestedValue ?? defaultCount) - Number(change.currentValue ?? defaultCount);
}

/** Home directories stay where they are; other storage comes and goes with the fleet stopped. */
function storagePolicy(change: ConfigurationChange): UpdatePolicy {
  const text = JSON.stringify([change.currentValue ?? null, change.requestedValue ?? null]);
  if (text.includes('"MountDir":"/home"') || change.pattern.includes("Settings")) return "unsupported";
  return "queue-strategy";
}
