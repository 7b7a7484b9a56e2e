import { diffConfigMaps, officialChangeSet } from "@trainyard/core";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { ClusterChange } from "./ClusterChange.ts";
import { clusterFailure } from "./ClusterFailure.ts";
import type { ClusterStack } from "./clusterStack.ts";
import { describeCluster } from "./describeCluster.ts";

/**
 * Refuses what cannot be changed, or not while the fleet runs, by ParallelCluster's update policies.
 * @throws {AwsError} in the words of the provider's function, with every refused change.
 */
export function checkUpdate(
  context: RegionContext,
  update: { readonly stack: ClusterStack; readonly current: JsonObject; readonly change: ClusterChange },
): void {
  const { stack, current, change } = update;
  if (stack.status.includes("IN_PROGRESS"))
    throw clusterFailure(`Conflict: Cannot execute update while stack is in ${stack.status} status.`);
  const computeRunning = describeCluster(context, stack.stackName)?.["computeFleetStatus"] !== "STOPPED";
  const difference = diffConfigMaps(current, change.configuration, {
    version: change.version.rulesVersion,
    region: context.region,
    fleet: { computeRunning, loginRunning: false },
  });
  if (difference.allowed) return;
  const refused = difference.changes.filter(({ check }) => check !== "SUCCEEDED");
  const errors = officialChangeSet(refused).map(({ parameter, requestedValue, currentValue }, index) => {
    const { reason, action } = refused[index] ?? {};
    const message = [reason, action].filter((text) => text !== undefined).join(" ");
    return { parameter, requestedValue, currentValue, message };
  });
  throw clusterFailure(JSON.stringify({ message: "Update failure", update_validation_errors: errors }));
}
