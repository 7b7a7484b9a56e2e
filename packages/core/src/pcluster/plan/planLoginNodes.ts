import { amiOsCompatibleValidator } from "../rules/accountThings.ts";
import { maxCountValidator } from "../rules/counts.ts";
import { instanceTypeBaseAMICompatibleValidator, instanceTypeValidator } from "../rules/instanceTypes.ts";
import { nvidiaGpus } from "../rules/flexibleInstances.ts";
import { duplicateNameValidator, nameValidator } from "../rules/names.ts";
import { subnetsValidator } from "../rules/networking.ts";
import { dcvValidator, instanceTypeOSCompatibleValidator } from "../rules/operatingSystems.ts";
import { loginNodesSchedulerValidator } from "../rules/scheduler.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import type { LoginPool } from "./configTypes.ts";
import { planCustomActions, planCustomImage, planIam, planSecurityGroups } from "./planNodes.ts";
import type { RulePlan } from "./RulePlan.ts";

const MAX_POOLS = 10;
const PATH = ["LoginNodes", "Pools"] as const;

/** Rules of each pool by itself. */
export function planLoginPools(plan: RulePlan, model: ClusterModel): void {
  const pools = model.config.LoginNodes?.Pools;
  if (pools === undefined) return;
  for (const [index, pool] of pools.entries()) planPool(plan, model, [...PATH, index], pool);
  plan.add("DuplicateNameValidator", PATH, () =>
    duplicateNameValidator({ names: pools.map((pool) => pool.Name), resourceName: "Pool" }),
  );
}

function planPool(plan: RulePlan, model: ClusterModel, path: ConfigPath, pool: LoginPool): void {
  const { InstanceType: instanceType, Name: name } = pool;
  planCustomImage(plan, model, path, pool.Image?.CustomAmi);
  planSecurityGroups(plan, model, path, pool.Networking);
  planCustomActions(plan, model, path, pool.CustomActions);
  planIam(plan, model, path, pool.Iam);
  plan.add("InstanceTypeValidator", [...path, "InstanceType"], () =>
    instanceTypeValidator({ instanceType }, model.aws),
  );
  plan.add("NameValidator", [...path, "Name"], () => nameValidator({ name }));
}

/**
 * The VPC of the first subnet is taken as the cluster's. The official command names login nodes first, but
 * reads the subnets that it knows from other rules before new ones.
 */
function subnetsInOrder(ofPools: readonly string[], others: readonly string[]): readonly string[] {
  const known = ofPools.filter((id) => others.includes(id));
  const isNew = (id: string) => !others.includes(id);
  return [...new Set(known), ...others, ...new Set(ofPools.filter(isNew))];
}

/** Rules of the login nodes as part of the cluster. */
export function planLoginNodes(plan: RulePlan, model: ClusterModel): void {
  const { config, aws } = model;
  const pools = config.LoginNodes?.Pools;
  if (pools === undefined) return;
  const subnetIds = subnetsInOrder(
    pools.flatMap((pool) => pool.Networking.SubnetIds),
    [
      ...new Set(model.queues.flatMap((queue) => queue.config.Networking.SubnetIds)),
      config.HeadNode.Networking.SubnetId,
    ],
  );
  plan.add("SubnetsValidator", ["LoginNodes"], () => subnetsValidator({ subnetIds }, aws));
  plan.add("LoginNodesSchedulerValidator", ["LoginNodes"], () =>
    loginNodesSchedulerValidator({ scheduler: config.Scheduling.Scheduler }),
  );
  plan.add("MaxCountValidator", PATH, () =>
    maxCountValidator({ count: pools.length, maxCount: MAX_POOLS, resourceName: "login node pools" }),
  );
  for (const [index, pool] of pools.entries()) {
    planPoolImage(plan, model, [...PATH, index], pool);
    planPoolDcv(plan, model, [...PATH, index], pool);
  }
}

function planPoolImage(plan: RulePlan, model: ClusterModel, path: ConfigPath, pool: LoginPool): void {
  const { config, limits, aws } = model;
  const imageId = pool.Image?.CustomAmi;
  if (!imageId) return;
  const place = [...path, "Image", "CustomAmi"];
  const instanceType = pool.InstanceType;
  const os = config.Image.Os;
  plan.add("AmiOsCompatibleValidator", place, () => amiOsCompatibleValidator({ os, imageId }, aws));
  plan.add("InstanceTypeBaseAMICompatibleValidator", place, () =>
    instanceTypeBaseAMICompatibleValidator({ instanceType, imageId }, aws),
  );
  plan.add("InstanceTypeOSCompatibleValidator", [...path, "InstanceType"], () =>
    instanceTypeOSCompatibleValidator({ limits, os, instanceType }),
  );
}

function planPoolDcv(plan: RulePlan, model: ClusterModel, path: ConfigPath, pool: LoginPool): void {
  const dcv = pool.Dcv;
  if (dcv === undefined) return;
  planDcv(plan, model, path, { instanceType: pool.InstanceType, dcv });
}

export interface NodeDcv {
  readonly instanceType: string;
  readonly dcv: {
    readonly Enabled?: boolean | undefined;
    readonly AllowedIps: string;
    readonly Port: number;
  };
}

export function planDcv(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { instanceType, dcv }: NodeDcv,
): void {
  const facts = model.facts.instance(instanceType);
  const architecture = facts?.architectures[0];
  if (architecture === undefined) return;
  plan.add("DcvValidator", [...path, "Dcv"], () =>
    dcvValidator({
      limits: model.limits,
      os: model.config.Image.Os,
      instanceType,
      architecture,
      dcvEnabled: dcv.Enabled,
      allowedIps: dcv.AllowedIps,
      port: dcv.Port,
      gpuCount: facts === undefined ? undefined : nvidiaGpus(facts),
    }),
  );
}
