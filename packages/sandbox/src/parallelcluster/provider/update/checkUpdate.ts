import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { ClusterChange } from "../applyCluster.ts";
import { clusterFailure } from "../ClusterFailure.ts";
import type { ClusterStack } from "../clusterStack.ts";
import { describeCluster } from "../describeCluster.ts";
import { configurationChanges, type ConfigurationChange } from "./configurationChanges.ts";
import { updatePolicy, type UpdatePolicy } from "./updatePolicies.ts";

/**
 * Refuses what cannot be changed, or not while the fleet runs.
 * @throws {AwsError} in the words of the provider's function, with every refused change.
 */
export function checkUpdate(
  context: RegionContext,
  update: { readonly stack: ClusterStack; readonly current: JsonObject; readonly change: ClusterChange },
): void {
  const { stack, current, change } = update;
  if (stack.status.includes("IN_PROGRESS"))
    throw clusterFailure(`Conflict: Cannot execute update while stack is in ${stack.status} status.`);
  const requested = change.configuration;
  const fleetRuns = describeCluster(context, stack.stackName)?.["computeFleetStatus"] !== "STOPPED";
  const strategy = queueUpdateStrategy(requested);
  const changes = configurationChanges(current, requested);
  const errors = changes.flatMap((difference) => {
    const message = refusal(difference, { policy: updatePolicy(difference, changes), fleetRuns, strategy });
    return message === undefined ? [] : [{ parameter: difference.path, message }];
  });
  if (errors.length > 0)
    throw clusterFailure(JSON.stringify({ message: "Update failure", update_validation_errors: errors }));
}

function refusal(
  change: ConfigurationChange,
  state: { readonly policy: UpdatePolicy; readonly fleetRuns: boolean; readonly strategy: string },
): string | undefined {
  switch (state.policy) {
    case "supported":
      return undefined;
    case "unsupported":
      return `Update actions are not currently supported for the '${lastKey(change)}' parameter. Restore '${lastKey(change)}' value to '${JSON.stringify(change.currentValue)}'`;
    case "fleet-stop":
      return state.fleetRuns ? STOP_FLEET : undefined;
    case "queue-strategy":
      return state.fleetRuns && state.strategy === "COMPUTE_FLEET_STOP" ? STOP_FLEET_OR_STRATEGY : undefined;
    case "resize":
      return state.fleetRuns && state.strategy !== "TERMINATE" ? STOP_FLEET_OR_TERMINATE : undefined;
  }
}

const STOP_FLEET =
  "All compute nodes must be stopped. Stop the compute fleet with the pcluster update-compute-fleet command";
const STOP_FLEET_OR_STRATEGY = `${STOP_FLEET}, or set QueueUpdateStrategy to DRAIN or TERMINATE in the configuration used for the 'update-cluster' operation`;
const STOP_FLEET_OR_TERMINATE = `${STOP_FLEET}, or set QueueUpdateStrategy to TERMINATE in the configuration used for the 'update-cluster' operation`;

function lastKey(change: ConfigurationChange): string {
  return change.path.split(".").at(-1) ?? change.path;
}

function queueUpdateStrategy(configuration: JsonObject): string {
  const scheduling = configuration["Scheduling"];
  const settings = isJsonObject(scheduling) ? scheduling["SlurmSettings"] : undefined;
  const strategy = isJsonObject(settings) ? settings["QueueUpdateStrategy"] : undefined;
  return typeof strategy === "string" ? strategy : "COMPUTE_FLEET_STOP";
}
