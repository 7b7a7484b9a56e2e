import type { Tag } from "../configuration/ClusterConfiguration.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { ClusterPlan } from "./ClusterPlan.ts";

/** Tags of the head node and of compute nodes, before the user's own. */
export function nodeTags(
  plan: ClusterPlan,
  node: {
    readonly type: "HeadNode" | "Compute";
    readonly name: string;
    readonly efa: boolean;
    readonly architecture: string;
  },
): readonly Tag[] {
  const { configuration, facts } = plan;
  return [
    { key: "Name", value: node.name },
    {
      key: "parallelcluster:attributes",
      value: `${configuration.os}, slurm, ${facts.version.version}, ${node.architecture}`,
    },
    { key: "parallelcluster:cluster-name", value: facts.clusterName },
    { key: "parallelcluster:filesystem", value: fileSystemCounts(plan) },
    { key: "parallelcluster:networking", value: `EFA=${node.efa ? "true" : "NONE"}` },
    { key: "parallelcluster:node-type", value: node.type },
    { key: "parallelcluster:version", value: facts.version.version },
  ];
}

export function tagList(tags: readonly Tag[]): readonly JsonObject[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

/** Later tags win over earlier ones with the same key. */
export function mergeTags(...lists: readonly (readonly Tag[])[]): readonly Tag[] {
  return [...new Map(lists.flat().map((tag) => [tag.key, tag])).values()];
}

function fileSystemCounts(plan: ClusterPlan): string {
  const count = (...kinds: readonly string[]) =>
    plan.configuration.sharedStorage.filter((storage) => kinds.includes(storage.kind)).length;
  const fsx = count("existing-lustre", "existing-openzfs", "managed-lustre");
  return `efs=0, multiebs=${count("ebs")}, raid=${count("raid")}, fsx=${fsx}`;
}
