import { clusterConfigRules as rules } from "@trainyard/core";
import { capacityTypeOf, regionOf, type ValidatorAdapter } from "./ValidatorAdapter.ts";
import type { Recorded } from "./Recorded.ts";

/** Names, numbers, tags and the settings of the scheduler. */
export const nameAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  ClusterNameValidator: ({ given }) => {
    const settings = given.part("scheduling").part("settings");
    const accounting = settings.flag("database") || settings.flag("external_slurmdbd");
    return rules.clusterNameValidator({ name: given.text("name"), accounting });
  },
  NameValidator: ({ given }) => rules.nameValidator({ name: given.text("name") }),
  SharedStorageNameValidator: ({ given }) => rules.sharedStorageNameValidator({ name: given.text("name") }),
  DuplicateNameValidator: ({ given }) =>
    rules.duplicateNameValidator({
      names: given.texts("name_list"),
      resourceName: given.text("resource_name"),
    }),
  RegionValidator: ({ given }) => rules.regionValidator({ region: given.text("region") }),
  FeatureRegionValidator: ({ given }) => {
    const feature = rules.REGION_FEATURES.find((name) => name === given.text("feature"));
    return feature === undefined ? [] : rules.featureRegionValidator({ feature, region: regionOf(given) });
  },
  MaxCountValidator: ({ given }) =>
    rules.maxCountValidator({
      count: given.number("resources_length"),
      maxCount: given.number("max_length"),
      resourceName: given.text("resource_name"),
    }),
  ComputeResourceSizeValidator: ({ given }) =>
    rules.computeResourceSizeValidator({
      minCount: given.number("min_count"),
      maxCount: given.number("max_count"),
      capacityType: capacityTypeOf(given),
    }),
  AwsBatchComputeResourceSizeValidator: ({ given }) =>
    rules.awsBatchComputeResourceSizeValidator({
      minVcpus: given.number("min_vcpus"),
      desiredVcpus: given.number("desired_vcpus"),
      maxVcpus: given.number("max_vcpus"),
    }),
  ComputeResourceTagsValidator: ({ given }) =>
    rules.computeResourceTagsValidator({
      queueName: given.text("queue_name"),
      computeResourceName: given.text("compute_resource_name"),
      clusterKeys: tagKeys(given, "cluster_tags"),
      queueKeys: tagKeys(given, "queue_tags"),
      computeResourceKeys: tagKeys(given, "compute_resource_tags"),
    }),
  IamResourcePrefixValidator: ({ given }) =>
    rules.iamResourcePrefixValidator({ resourcePrefix: given.text("resource_prefix") }),
  ComponentsValidator: ({ given }) =>
    rules.componentsValidator({ componentCount: given.list("components").length }),
  SchedulerValidator: ({ given }) => rules.schedulerValidator({ scheduler: given.text("scheduler") }),
  LoginNodesSchedulerValidator: ({ given }) =>
    rules.loginNodesSchedulerValidator({ scheduler: given.text("scheduler") }),
  SchedulerDisableSudoAccessForDefaultUserValidator: ({ given }) =>
    rules.schedulerDisableSudoAccessForDefaultUserValidator({ scheduler: given.text("scheduler") }),
  HeadNodeImdsValidator: ({ given }) =>
    rules.headNodeImdsValidator({
      secured: given.optionalFlag("imds_secured"),
      scheduler: given.optionalText("scheduler"),
    }),
  LogRotationValidator: ({ given }) =>
    rules.logRotationValidator({
      logsEnabled: given.part("log").part("cloud_watch").flag("enabled"),
      rotationEnabled: given.part("log").part("rotation").flag("enabled"),
    }),
  DetailedMonitoringValidator: ({ given }) =>
    rules.detailedMonitoringValidator({ detailedMonitoring: given.flag("is_detailed_monitoring_enabled") }),
};

function tagKeys(given: Recorded, name: string): readonly string[] {
  return given.parts(name).map((tag) => tag.text("key"));
}
