import type { Field } from "../schema/field.ts";
import type { UpdatePolicyName } from "../schema/updatePolicyName.ts";

/** What a later change of the value needs, for readers. */
export const POLICY_TEXTS: Readonly<Record<UpdatePolicyName, string>> = {
  IGNORED: "can be changed",
  SUPPORTED: "can be changed",
  SUPPORTED_UNLESS_ADC: "can be changed, except in isolated regions",
  AWSBATCH_CE_MAX_RESIZE: "can be changed, not below the vCPUs that run",
  QUEUE_UPDATE_STRATEGY: "with the compute fleet stopped, or by QueueUpdateStrategy",
  RESIZE_UPDATE_STRATEGY_ON_REMOVE:
    "can grow; to shrink, with the compute fleet stopped or QueueUpdateStrategy TERMINATE",
  MANAGED_PLACEMENT_GROUP:
    "with the compute fleet stopped, or by QueueUpdateStrategy while a managed placement group stays",
  MANAGED_FSX:
    "subnets can be added; to remove one, without a managed file system and as QueueUpdateStrategy says",
  LOGIN_NODES_POOLS_UPDATE_POLICY: "pools can be added; to remove one, with the login nodes stopped",
  SHARED_STORAGE_UPDATE_POLICY:
    "existing file systems can be mounted and unmounted; others with compute and login nodes stopped",
  EXTRA_CHEF_ATTRIBUTES: "can be changed, except what is fixed when the cluster is made",
  COMPUTE_FLEET_STOP_ON_REMOVE: "can grow; to remove, with the compute fleet stopped",
  COMPUTE_FLEET_STOP: "with the compute fleet stopped",
  LOGIN_NODES_STOP: "with the login nodes stopped",
  LOGIN_NODES_POOL_STOP: "with the login nodes of the pool stopped",
  COMPUTE_AND_LOGIN_NODES_STOP: "with compute fleet and login nodes stopped",
  HEAD_NODE_STOP: "with the head node stopped",
  READ_ONLY_RESOURCE_BUCKET: "never",
  UNKNOWN: "never",
  UNSUPPORTED: "never",
};

/** Default rule, note and update rule of a field, in sentences. */
export function describeField(field: Field): string {
  const { note, defaultRule, default: fallback } = field;
  const sentences = [
    note === undefined ? "" : sentence(note),
    defaultRule !== undefined && fallback === undefined ? `Default: ${sentence(defaultRule)}` : "",
    `Update: ${POLICY_TEXTS[field.policy]}.`,
  ];
  return sentences.filter((text) => text !== "").join(" ");
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
