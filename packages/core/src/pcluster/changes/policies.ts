import type { UpdatePolicyName } from "../schema/updatePolicyName.ts";
import { isConfigList } from "../yaml/configValue.ts";
import {
  isInSlurmQueues,
  isAddedItem,
  itemName,
  queueUpdateStrategy,
  valueAt,
  type ChangeContext,
} from "./ChangeContext.ts";
import { chefAttributesThatCannotChange } from "./chefChanges.ts";
import type { ConfigChange } from "./ConfigChange.ts";
import { loginNodesRun } from "./FleetState.ts";
import type { Obstacle } from "./Obstacle.ts";
import { isManagedGroupRemoved } from "./placementGroupChanges.ts";
import { isResizeAllowed } from "./resizeChanges.ts";
import { isEveryOldValueKept, managedFileSystemsKept, storageObstacle } from "./storageChanges.ts";

export interface Policy {
  /** Undefined when the change can be made now. */
  readonly obstacle: (change: ConfigChange, context: ChangeContext) => Obstacle | undefined;
  /** Changes that are allowed are not listed. */
  readonly hidden?: true;
}

const never: Policy = { obstacle: () => "never" };
const always: Policy = { obstacle: () => undefined };

export const POLICIES: Readonly<Record<UpdatePolicyName, Policy>> = {
  IGNORED: { ...always, hidden: true },
  SUPPORTED: always,
  UNKNOWN: never,
  UNSUPPORTED: never,
  READ_ONLY_RESOURCE_BUCKET: { obstacle: () => "keep-bucket" },
  SUPPORTED_UNLESS_ADC: { obstacle: (_, { region }) => when(region.startsWith("us-iso"), "keep-in-region") },
  EXTRA_CHEF_ATTRIBUTES: {
    obstacle: (change) => when(chefAttributesThatCannotChange(change).length > 0, "keep-chef-attributes"),
  },
  AWSBATCH_CE_MAX_RESIZE: { obstacle: (_, context) => when(runsMoreThanRequested(context), "keep-capacity") },
  QUEUE_UPDATE_STRATEGY: { obstacle: unlessReplaced },
  RESIZE_UPDATE_STRATEGY_ON_REMOVE: {
    obstacle: (change, context) => when(!isResizeAllowed(change, context), "stop-compute-or-terminate"),
  },
  MANAGED_PLACEMENT_GROUP: {
    obstacle: (change, context) =>
      context.fleet.computeRunning && isManagedGroupRemoved(change, context)
        ? "stop-compute"
        : unlessReplaced(change, context),
  },
  MANAGED_FSX: {
    obstacle: (change, context) => {
      if (managedFileSystemsKept(context).length > 0) return "keep-file-system";
      return isInSlurmQueues(change) && isEveryOldValueKept(change)
        ? undefined
        : unlessReplaced(change, context);
    },
  },
  SHARED_STORAGE_UPDATE_POLICY: { obstacle: storageObstacle },
  LOGIN_NODES_POOLS_UPDATE_POLICY: {
    obstacle: (change, { fleet }) =>
      when(loginNodesRun(fleet) && !(isAddedItem(change) && change.key === "Pools"), "stop-login"),
  },
  LOGIN_NODES_STOP: { obstacle: (_, { fleet }) => when(loginNodesRun(fleet), "stop-login") },
  LOGIN_NODES_POOL_STOP: {
    obstacle: (change, { fleet }) =>
      when(loginNodesRun(fleet, itemName(change.path, "Pools") ?? ""), "stop-login-pool"),
  },
  COMPUTE_AND_LOGIN_NODES_STOP: {
    obstacle: (_, { fleet }) => when(fleet.computeRunning || loginNodesRun(fleet), "stop-compute-and-login"),
  },
  COMPUTE_FLEET_STOP: { obstacle: (_, { fleet }) => when(fleet.computeRunning, "stop-compute") },
  COMPUTE_FLEET_STOP_ON_REMOVE: {
    obstacle: (change, { fleet }) => {
      const added = isAddedItem(change) && (isInSlurmQueues(change) || change.key === "SlurmQueues");
      return when(fleet.computeRunning && !added, "stop-compute");
    },
  },
  HEAD_NODE_STOP: { obstacle: (_, { fleet }) => when(fleet.headNodeStopped !== true, "stop-head-node") },
};

function when(condition: boolean, obstacle: Obstacle): Obstacle | undefined {
  return condition ? obstacle : undefined;
}

/** Running nodes are replaced under DRAIN or TERMINATE, but only those of slurm queues. */
function unlessReplaced(change: ConfigChange, context: ChangeContext): Obstacle | undefined {
  if (!context.fleet.computeRunning) return undefined;
  if (!isInSlurmQueues(change)) return "stop-compute";
  return when(queueUpdateStrategy(context) === "COMPUTE_FLEET_STOP", "stop-compute-or-drain");
}

function runsMoreThanRequested({ newConfig, fleet }: ChangeContext): boolean {
  const queues = valueAt(newConfig, "Scheduling", "AwsBatchQueues");
  const resources = isConfigList(queues) ? valueAt(queues[0], "ComputeResources") : undefined;
  const maxVcpus = isConfigList(resources) ? valueAt(resources[0], "MaxvCpus") : undefined;
  return typeof maxVcpus !== "number" || (fleet.batchVcpus ?? 0) > maxVcpus;
}
