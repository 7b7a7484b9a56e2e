import { showValue } from "../yaml/configValue.ts";
import { isInSlurmQueues, itemName, type ChangeContext } from "./ChangeContext.ts";
import { chefAttributesThatCannotChange } from "./chefChanges.ts";
import type { ConfigChange } from "./ConfigChange.ts";
import type { Obstacle } from "./Obstacle.ts";
import { managedFileSystemsKept } from "./storageChanges.ts";

export interface Advice {
  /** Why the change cannot be made now. */
  readonly reason: string;
  /** What to do for it. */
  readonly action: string;
}

const STOP_COMPUTE = "Stop the compute fleet with `pcluster update-compute-fleet --status STOP_REQUESTED`";
const STOP_LOGIN = "Set Count to 0 in the login pools and update the cluster first";

export function adviceFor(obstacle: Obstacle, change: ConfigChange, context: ChangeContext): Advice {
  switch (obstacle) {
    case "never":
      return neverAdvice(change);
    case "stop-compute":
      return { reason: "All compute nodes must be stopped.", action: `${STOP_COMPUTE}.` };
    case "stop-compute-or-drain":
      return {
        reason: "All compute nodes must be stopped, or QueueUpdateStrategy must be set.",
        action: `${STOP_COMPUTE}, or set QueueUpdateStrategy to DRAIN or TERMINATE in the new configuration.`,
      };
    case "stop-compute-or-terminate":
      return {
        reason: "All compute nodes must be stopped, or QueueUpdateStrategy must be TERMINATE.",
        action: `${STOP_COMPUTE}, or set QueueUpdateStrategy to TERMINATE, which ends running jobs${isInSlurmQueues(change) ? " of the queue" : ""}.`,
      };
    case "stop-login":
      return { reason: "Login nodes run.", action: `${STOP_LOGIN}.` };
    case "stop-login-pool":
      return {
        reason: `Login nodes of the pool ${itemName(change.path, "Pools") ?? ""} run.`,
        action: "Set Count of the pool to 0 and update the cluster first.",
      };
    case "stop-compute-and-login":
      return { reason: "Compute or login nodes run.", action: `${STOP_COMPUTE}. ${STOP_LOGIN}.` };
    case "stop-head-node":
      return { reason: "The head node must be stopped.", action: `${STOP_COMPUTE}.` };
    default:
      return keepAdvice(obstacle, change, context);
  }
}

function keepAdvice(
  obstacle: Extract<Obstacle, `keep-${string}`>,
  change: ConfigChange,
  context: ChangeContext,
): Advice {
  switch (obstacle) {
    case "keep-home":
      return {
        reason: "What is mounted on /home cannot be changed.",
        action: "Take the change of /home back.",
      };
    case "keep-file-system":
      return {
        reason: `The change would delete the managed file system ${managedFileSystemsKept(context).join(", ")} with its data.`,
        action: "Keep the list of subnets, or move the data to a file system of your own first.",
      };
    case "keep-bucket":
      return {
        reason: "The bucket of a cluster cannot be changed.",
        action: `Restore ${showValue(change.oldValue)}.`,
      };
    case "keep-chef-attributes":
      return {
        reason: `These attributes cannot be changed: ${chefAttributesThatCannotChange(change).join(", ")}.`,
        action: "Take their change back.",
      };
    case "keep-in-region":
      return { reason: `Tags cannot be changed in ${context.region}.`, action: `Restore ${change.key}.` };
    case "keep-capacity":
      return {
        reason: `MaxvCpus cannot be below the ${context.fleet.batchVcpus ?? 0} vCPUs that run.`,
        action: `${STOP_COMPUTE}.`,
      };
  }
}

function neverAdvice(change: ConfigChange): Advice {
  const field = change.field;
  const restore =
    change.oldValue === undefined
      ? `${change.isListItem ? "Restore" : "Remove"} ${change.key}`
      : `Restore ${change.key} to ${showValue(change.oldValue)}`;
  return {
    reason: field?.changeReason ?? `${change.key} cannot be changed on a cluster.`,
    action: field?.changeAction ?? `${restore}, or create a new cluster.`,
  };
}
