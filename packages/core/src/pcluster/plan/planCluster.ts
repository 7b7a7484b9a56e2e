import { amiOsCompatibleValidator, keyPairValidator } from "../rules/accountThings.ts";
import { instanceTypeBaseAMICompatibleValidator } from "../rules/instanceTypes.ts";
import { headNodeLaunchTemplateValidator } from "../rules/launch.ts";
import { clusterNameValidator } from "../rules/names.ts";
import { hostedZoneValidator } from "../rules/networking.ts";
import {
  architectureOsValidator,
  instanceTypeOSCompatibleValidator,
  intelHpcArchitectureValidator,
  intelHpcOsValidator,
  schedulerOsValidator,
} from "../rules/operatingSystems.ts";
import { regionValidator } from "../rules/region.ts";
import {
  headNodeImdsValidator,
  schedulerDisableSudoAccessForDefaultUserValidator,
  schedulerValidator,
} from "../rules/scheduler.ts";
import { s3BucketRegionValidator, s3BucketValidator } from "../rules/urls.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import { planBatchCluster, planBatchQueues } from "./planAwsBatch.ts";
import { planClusterQueues } from "./planClusterQueues.ts";
import { headNodeImage, headNodeLaunch, planHeadNode } from "./planHeadNode.ts";
import { planDcv, planLoginNodes, planLoginPools } from "./planLoginNodes.ts";
import { planQueues } from "./planQueues.ts";
import { planRootVolume } from "./planRootVolume.ts";
import {
  planClusterIam,
  planDeploymentSettings,
  planDevSettings,
  planDirectoryService,
  planImage,
  planMonitoring,
} from "./planSections.ts";
import { planSharedStorage } from "./planSharedStorage.ts";
import { planSlurmSettings } from "./planSlurmSettings.ts";
import { planStorageTogether } from "./planStorageTogether.ts";
import { createRulePlan, type PlannedRule, type RulePlan } from "./RulePlan.ts";

/** Every rule that applies to a configuration, sections before the cluster as a whole. */
export function planCluster(model: ClusterModel): readonly PlannedRule[] {
  const plan = createRulePlan();
  const isSlurm = model.config.Scheduling.Scheduler === "slurm";
  planImage(plan, model);
  planHeadNode(plan, model);
  if (isSlurm) {
    planQueues(plan, model);
    planSlurmSettings(plan, model);
  } else planBatchQueues(plan, model);
  planSharedStorage(plan, model);
  planMonitoring(plan, model);
  planClusterIam(plan, model);
  planDirectoryService(plan, model);
  planDevSettings(plan, model);
  planDeploymentSettings(plan, model);
  planLoginPools(plan, model);
  planWhole(plan, model);
  if (isSlurm) planSlurmWhole(plan, model);
  else planBatchCluster(plan, model);
  return plan.rules;
}

function planWhole(plan: RulePlan, model: ClusterModel): void {
  planIdentity(plan, model);
  planHeadNodeImage(plan, model);
  planStorageTogether(plan, model);
  planPackages(plan, model);
  planBucket(plan, model);
  planScheduler(plan, model);
  const { HeadNode: head, Image: image } = model.config;
  const volumePath = ["HeadNode", "LocalStorage", "RootVolume"];
  planRootVolume(plan, model, volumePath, {
    volume: head.LocalStorage.RootVolume,
    imageId: headNodeImage(model),
  });
  plan.add("KeyPairValidator", ["HeadNode", "Ssh", "KeyName"], () =>
    keyPairValidator({ keyName: head.Ssh.KeyName, os: image.Os, limits: model.limits }, model.aws),
  );
}

function planIdentity(plan: RulePlan, model: ClusterModel): void {
  const { config, clusterName: name, region, limits } = model;
  const settings = config.Scheduling.SlurmSettings;
  const accounting =
    settings.Database !== undefined ||
    (limits.externalSlurmdbdShortensName && settings.ExternalSlurmdbd !== undefined);
  plan.add("RegionValidator", ["Region"], () => regionValidator({ region }));
  plan.add("ClusterNameValidator", [], () => clusterNameValidator({ name, accounting }));
  const architecture = model.facts.instance(config.HeadNode.InstanceType)?.architectures[0];
  if (architecture !== undefined)
    plan.add("ArchitectureOsValidator", ["Image", "Os"], () =>
      architectureOsValidator({ limits, os: config.Image.Os, architecture }),
    );
}

function planHeadNodeImage(plan: RulePlan, model: ClusterModel): void {
  const { config, limits, aws } = model;
  const { InstanceType: instanceType, Image: image, Dcv: dcv } = config.HeadNode;
  const os = config.Image.Os;
  const imageId = headNodeImage(model);
  plan.add("InstanceTypeOSCompatibleValidator", ["HeadNode", "InstanceType"], () =>
    instanceTypeOSCompatibleValidator({ limits, os, instanceType }),
  );
  if (image?.CustomAmi) {
    const customAmi = image.CustomAmi;
    plan.add("AmiOsCompatibleValidator", ["HeadNode", "Image", "CustomAmi"], () =>
      amiOsCompatibleValidator({ os, imageId: customAmi }, aws),
    );
  }
  if (imageId !== undefined) {
    plan.add("InstanceTypeBaseAMICompatibleValidator", ["HeadNode", "InstanceType"], () =>
      instanceTypeBaseAMICompatibleValidator({ instanceType, imageId }, aws),
    );
    plan.add("HeadNodeLaunchTemplateValidator", ["HeadNode"], () =>
      headNodeLaunchTemplateValidator({ who: "the head node", launch: headNodeLaunch(model, imageId) }, aws),
    );
  }
  if (dcv !== undefined) planDcv(plan, model, ["HeadNode"], { instanceType, dcv });
}

function planPackages(plan: RulePlan, model: ClusterModel): void {
  if (model.config.AdditionalPackages?.IntelSoftware?.IntelHpcPlatform !== true) return;
  const path = ["AdditionalPackages", "IntelSoftware", "IntelHpcPlatform"];
  const architecture = model.facts.instance(model.config.HeadNode.InstanceType)?.architectures[0];
  plan.add("IntelHpcOsValidator", path, () => intelHpcOsValidator({ os: model.config.Image.Os }));
  if (architecture !== undefined)
    plan.add("IntelHpcArchitectureValidator", path, () => intelHpcArchitectureValidator({ architecture }));
}

function planBucket(plan: RulePlan, model: ClusterModel): void {
  const { region, aws } = model;
  const bucket = model.config.CustomS3Bucket;
  if (!bucket) return;
  plan.add("S3BucketValidator", ["CustomS3Bucket"], () => s3BucketValidator({ bucket }, aws));
  plan.add("S3BucketRegionValidator", ["CustomS3Bucket"], () =>
    s3BucketRegionValidator({ bucket, region }, aws),
  );
}

function planScheduler(plan: RulePlan, model: ClusterModel): void {
  const { config, limits } = model;
  const { Scheduler: scheduler } = config.Scheduling;
  const path = ["Scheduling", "Scheduler"];
  plan.add("SchedulerValidator", path, () => schedulerValidator({ scheduler }));
  if (limits.awsBatchOs.length > 0) {
    plan.add("SchedulerOsValidator", path, () =>
      schedulerOsValidator({ limits, scheduler, os: config.Image.Os }),
    );
    plan.add("HeadNodeImdsValidator", ["HeadNode", "Imds"], () =>
      headNodeImdsValidator({ secured: config.HeadNode.Imds.Secured, scheduler }),
    );
  }
  if (config.DeploymentSettings?.DisableSudoAccessForDefaultUser === true && limits.awsBatchOs.length > 0)
    plan.add("SchedulerDisableSudoAccessForDefaultUserValidator", ["DeploymentSettings"], () =>
      schedulerDisableSudoAccessForDefaultUserValidator({ scheduler }),
    );
}

function planSlurmWhole(plan: RulePlan, model: ClusterModel): void {
  planLoginNodes(plan, model);
  const { clusterName, aws, facts, config } = model;
  const hostedZoneId = config.Scheduling.SlurmSettings.Dns.HostedZoneId;
  const subnet = facts.subnet(config.HeadNode.Networking.SubnetId);
  if (hostedZoneId && subnet?.kind === "found") {
    const { vpc } = subnet.value;
    plan.add("HostedZoneValidator", ["Scheduling", "SlurmSettings", "Dns", "HostedZoneId"], () =>
      hostedZoneValidator({ hostedZoneId, vpc, clusterName }, aws),
    );
  }
  planClusterQueues(plan, model);
}
