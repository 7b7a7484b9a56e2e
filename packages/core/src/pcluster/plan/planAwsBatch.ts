import {
  awsBatchComputeInstanceTypeValidator,
  awsBatchFsxValidator,
  awsBatchInstancesArchitectureCompatibilityValidator,
} from "../rules/awsBatch.ts";
import { awsBatchComputeResourceSizeValidator } from "../rules/counts.ts";
import { duplicateNameValidator, nameValidator } from "../rules/names.ts";
import { subnetsValidator } from "../rules/networking.ts";
import { featureRegionValidator } from "../rules/region.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import { batchQueues, computeSubnetIds } from "./clusterNodes.ts";
import type { AwsBatchQueue } from "./configTypes.ts";
import { planSecurityGroups } from "./planNodes.ts";
import type { RulePlan } from "./RulePlan.ts";

const PATH = ["Scheduling", "AwsBatchQueues"] as const;

/** Rules of AWS Batch queues by themselves. */
export function planBatchQueues(plan: RulePlan, model: ClusterModel): void {
  const queues = batchQueues(model);
  for (const [index, queue] of queues.entries()) planQueue(plan, model, [...PATH, index], queue);
  plan.add("DuplicateNameValidator", PATH, () =>
    duplicateNameValidator({ names: queues.map((queue) => queue.Name), resourceName: "Queue" }),
  );
}

function planQueue(plan: RulePlan, model: ClusterModel, path: ConfigPath, queue: AwsBatchQueue): void {
  const resources = queue.ComputeResources ?? [];
  for (const [index, resource] of resources.entries()) {
    const place = [...path, "ComputeResources", index];
    plan.add("NameValidator", [...place, "Name"], () => nameValidator({ name: resource.Name }));
    plan.add("AwsBatchComputeInstanceTypeValidator", [...place, "InstanceTypes"], () =>
      awsBatchComputeInstanceTypeValidator(
        { instanceTypes: resource.InstanceTypes, maxVcpus: resource.MaxvCpus, region: model.region },
        model.aws,
      ),
    );
    plan.add("AwsBatchComputeResourceSizeValidator", place, () =>
      awsBatchComputeResourceSizeValidator({
        minVcpus: resource.MinvCpus,
        desiredVcpus: resource.DesiredvCpus ?? resource.MinvCpus,
        maxVcpus: resource.MaxvCpus,
      }),
    );
  }
  planSecurityGroups(plan, model, path, queue.Networking);
  plan.add("NameValidator", [...path, "Name"], () => nameValidator({ name: queue.Name }));
  plan.add("DuplicateNameValidator", [...path, "ComputeResources"], () =>
    duplicateNameValidator({
      names: resources.map((resource) => resource.Name),
      resourceName: "Compute resource",
    }),
  );
}

/** Rules of an AWS Batch cluster as a whole. */
export function planBatchCluster(plan: RulePlan, model: ClusterModel): void {
  const { config, region, aws } = model;
  plan.add("FeatureRegionValidator", ["Scheduling"], () =>
    featureRegionValidator({ feature: "AWS Batch scheduler", region }),
  );
  const subnetIds = [...computeSubnetIds(model), config.HeadNode.Networking.SubnetId];
  plan.add("SubnetsValidator", PATH, () => subnetsValidator({ subnetIds }, aws));
  for (const [index, storage] of (config.SharedStorage ?? []).entries())
    if (storage.StorageType !== "Ebs" && storage.StorageType !== "Efs")
      plan.add("AwsBatchFsxValidator", ["SharedStorage", index], () => awsBatchFsxValidator());
  const architecture = model.facts.instance(config.HeadNode.InstanceType)?.architectures[0];
  if (architecture === undefined) return;
  for (const [index, queue] of batchQueues(model).entries())
    for (const [resourceIndex, { InstanceTypes: instanceTypes }] of (queue.ComputeResources ?? []).entries())
      plan.add(
        "AwsBatchInstancesArchitectureCompatibilityValidator",
        [...PATH, index, "ComputeResources", resourceIndex],
        () => awsBatchInstancesArchitectureCompatibilityValidator({ instanceTypes, architecture }, aws),
      );
}
