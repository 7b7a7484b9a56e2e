import { ConfigurationError } from "../configuration/ConfigurationError.ts";
import type { ClusterPlan } from "./ClusterPlan.ts";
import type { ImageFacts, InstanceTypeFacts, SubnetFacts } from "./TemplateFacts.ts";

/** @throws {ConfigurationError} when the account does not have the type. */
export function instanceTypeOf(plan: ClusterPlan, instanceType: string): InstanceTypeFacts {
  const facts = plan.facts.instanceTypes[instanceType];
  if (facts === undefined)
    throw new ConfigurationError([`The instance type ${instanceType} does not exist.`]);
  return facts;
}

/** The node's own image, else the cluster's, else the official one. */
export function imageOf(plan: ClusterPlan, nodeImage: string | undefined): ImageFacts {
  const id = nodeImage ?? plan.configuration.customAmi;
  if (id === undefined) return plan.facts.officialImage;
  const image = plan.facts.images[id];
  if (image === undefined) throw new ConfigurationError([`The image ${id} does not exist.`]);
  return image;
}

export function subnetOf(facts: ClusterPlan["facts"], subnetId: string): SubnetFacts {
  const subnet = facts.subnets[subnetId];
  if (subnet === undefined) throw new ConfigurationError([`The subnet ${subnetId} does not exist.`]);
  return subnet;
}
