import type { ClusterConfiguration } from "../configuration/ClusterConfiguration.ts";
import { ConfigurationError } from "../configuration/ConfigurationError.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { cleanupFunctions } from "./cleanupFunctions.ts";
import { clusterUser, zoneName, type ClusterPlan } from "./ClusterPlan.ts";
import { dnsZone, zoneId } from "./dns.ts";
import { headNode } from "./headNode.ts";
import { headNodePolicies } from "./headNodePolicies.ts";
import { instanceIdentity } from "./instanceIdentity.ts";
import { getAtt, ref } from "./intrinsics.ts";
import { clusterLogGroup } from "./logs.ts";
import { subnetOf } from "./lookups.ts";
import { alarms } from "./monitoring/alarms.ts";
import { dashboard } from "./monitoring/dashboard.ts";
import { metricFilters } from "./monitoring/metricFilters.ts";
import { QUEUES_STACK_ID, queuesStack, type NestedTemplate } from "./queuesStack.ts";
import { resourcesJson, type Resources } from "./Resources.ts";
import { securityGroups } from "./securityGroups.ts";
import { sharedStorage } from "./sharedStorage.ts";
import { fileSystemId, list, volumeIds } from "./storageDna.ts";
import { tables } from "./tables.ts";
import type { TemplateFacts } from "./TemplateFacts.ts";

/** The CloudFormation templates of a cluster. */
export interface ClusterTemplates {
  readonly root: JsonObject;
  readonly nested: readonly NestedTemplate[];
}

/**
 * The stacks that the official CLI makes of a configuration: same resources, logical ids, dependencies and
 * metadata.
 * @throws {ConfigurationError} for what the facts or the version do not allow.
 */
export function clusterTemplate(configuration: ClusterConfiguration, facts: TemplateFacts): ClusterTemplates {
  if (!facts.version.operatingSystems.includes(configuration.os))
    throw new ConfigurationError([
      `Image.Os: ${configuration.os} is not supported by ${facts.version.version}.`,
    ]);
  const { vpcId } = subnetOf(facts, configuration.headNode.subnetId);
  const plan: ClusterPlan = { configuration, facts, vpcId };
  const queues = queuesStack(plan);
  const stamp = timestamp(facts.generatedAtMs);
  const waitCondition = `HeadNodeWaitCondition${stamp}`;
  const ids = {
    queuesStack: QUEUES_STACK_ID,
    waitCondition,
    waitHandle: `HeadNodeWaitConditionHandle${stamp}`,
  };
  const resources: Resources = {
    ...clusterLogGroup(plan),
    ...securityGroups(plan),
    ...instanceIdentity(plan, {
      suffix: "HeadNode",
      iam: configuration.headNode.iam,
      policies: headNodePolicies(plan),
    }),
    ...sharedStorage(plan),
    ...tables(plan),
    ...dnsZone(plan),
    ...cleanupFunctions(plan, QUEUES_STACK_ID),
    [QUEUES_STACK_ID]: queues.resource,
    ...headNode(plan, ids),
    ...alarms(plan, waitCondition),
    ...dashboard(plan),
    ...metricFilters(plan),
  };
  return {
    root: {
      Parameters: parameters(plan, [queues.nested]),
      Resources: resourcesJson(resources),
      Outputs: outputs(plan),
    },
    nested: [queues.nested],
  };
}

/** `20261123171207`, in UTC. */
function timestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/\D/g, "").slice(0, 14);
}

function parameters(plan: ClusterPlan, nested: readonly NestedTemplate[]): JsonObject {
  const { configuration, facts } = plan;
  const assets = nested.flatMap((template): [string, Json][] => [
    [template.artifactHashParameter, { Type: "String" }],
    [template.bucketParameter, { Type: "String" }],
    [template.versionKeyParameter, { Type: "String" }],
  ]);
  return {
    ClusterUser: withDefault(clusterUser(configuration.os)),
    ResourcesS3Bucket: withDefault(facts.bucket),
    ArtifactS3RootDirectory: withDefault(facts.artifactDirectory),
    Scheduler: withDefault("slurm"),
    OfficialAmi: withDefault(facts.officialImage.imageId),
    ConfigVersion: withDefault(facts.configVersion),
    ...(configuration.monitoring.logs.enabled ? { ClusterCWLogGroup: withDefault(facts.logGroupName) } : {}),
    ClusterDNSDomain: withDefault(configuration.slurm.managedDns ? zoneName(facts.clusterName) : ""),
    ...Object.fromEntries(assets),
  };
}

function withDefault(value: string): JsonObject {
  return { Type: "String", Default: value };
}

function outputs(plan: ClusterPlan): JsonObject {
  const storages = plan.configuration.sharedStorage;
  const ids = (...kinds: readonly string[]) => storages.filter(({ kind }) => kinds.includes(kind));
  const fsx = ids("existing-lustre", "existing-openzfs", "managed-lustre");
  const zone = zoneId(plan);
  const values: Record<string, Json> = {
    ...(zone === undefined ? {} : { ClusterHostedZone: zone }),
    EBSIds: list(ids("ebs").flatMap((storage) => volumeIds(storage, ref))),
    RAIDIds: list(ids("raid").flatMap((storage) => volumeIds(storage, ref))),
    EFSIds: "",
    FSXIds: list(fsx.map((storage) => fileSystemId(storage, ref))),
    HeadNodeInstanceID: ref("HeadNode"),
    HeadNodePrivateIP: getAtt("HeadNode", "PrivateIp"),
    HeadNodePrivateDnsName: getAtt("HeadNode", "PrivateDnsName"),
  };
  return Object.fromEntries(Object.entries(values).map(([name, output]) => [name, { Value: output }]));
}
