import type { ClusterPlan } from "./ClusterPlan.ts";
import { constructId, nameSuffix, onlyLettersAndDigits } from "./logicalIds.ts";

/** Logical id of a compute resource's launch template in the Queues stack. */
export function launchTemplateId(queueName: string, resourceName: string): string {
  return `LaunchTemplate${nameSuffix(queueName + resourceName)}`;
}

/** Output of the Queues stack that tells the template's id (`Ref`) or its newest version. */
export function launchTemplateOutput(
  plan: ClusterPlan,
  queueName: string,
  resourceName: string,
  attribute: string,
): string {
  const path = [plan.facts.clusterName, "ComputeFleet", "Queues", launchTemplateId(queueName, resourceName)];
  return constructId(path) + onlyLettersAndDigits(attribute);
}
