import type { ComputeResource, Queue } from "../configuration/ClusterConfiguration.ts";
import { ConfigurationError } from "../configuration/ConfigurationError.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { blockDevices } from "./blockDevices.ts";
import { instanceTypesOf, type ClusterPlan } from "./ClusterPlan.ts";
import { computeScript } from "./computeScript.ts";
import { cpuOptions } from "./headNode.ts";
import { computeDna } from "./headNodeDna.ts";
import { imageOf, instanceTypeOf } from "./lookups.ts";
import { instanceProfileName } from "./instanceIdentity.ts";
import { jsonText, ref } from "./intrinsics.ts";
import { nameSuffix } from "./logicalIds.ts";
import type { NestedReferences } from "./nestedReferences.ts";
import { computeInterfaces } from "./networkInterfaces.ts";
import { withoutUndefined, type TemplateResource } from "./Resources.ts";
import { mergeTags, nodeTags, tagList } from "./tags.ts";
import { sharedValues, userData } from "./userData.ts";

/** What a compute resource's nodes are launched from: `<cluster>-<queue>-<compute resource>`. */
export function computeLaunchTemplate(
  plan: ClusterPlan,
  node: { readonly queue: Queue; readonly resource: ComputeResource },
  references: NestedReferences,
): TemplateResource {
  const { queue, resource } = node;
  const [firstType] = instanceTypesOf(resource, plan.facts);
  if (firstType === undefined)
    throw new ConfigurationError([`The compute resource ${resource.name} has no instance type.`]);
  const type = instanceTypeOf(plan, firstType);
  const image = imageOf(plan, queue.customAmi);
  const own = queue.securityGroups.own;
  const groups: readonly Json[] =
    own.length > 0 ? own : [references.value("ComputeSecurityGroup"), ...queue.securityGroups.additional];
  const tags = computeTags(plan, node, type.architecture);
  const data: Record<string, Json | undefined> = {
    InstanceType: resource.flexible ? undefined : firstType,
    CpuOptions: cpuOptions(resource.multithreadingDisabled, type),
    BlockDeviceMappings: blockDevices(image, queue.rootVolume),
    KeyName: plan.configuration.headNode.keyName,
    NetworkInterfaces: computeInterfaces(plan, { ...node, type }, groups),
    Placement: placement(queue, resource),
    ImageId: image.imageId,
    EbsOptimized: type.ebsOptimizedSupported,
    IamInstanceProfile: { Name: instanceProfileName(queue.iam, nameSuffix(queue.name)) },
    InstanceInitiatedShutdownBehavior: "terminate",
    InstanceMarketOptions: marketOptions(queue, resource),
    CapacityReservationSpecification: reservationTarget(resource),
    MetadataOptions: { HttpTokens: plan.configuration.imdsSupport === "v2.0" ? "required" : "optional" },
    Monitoring: { Enabled: plan.configuration.monitoring.detailed },
    UserData: computeUserData(plan, node, references),
    TagSpecifications: ["instance", "volume"].map((kind) => ({ ResourceType: kind, Tags: tagList(tags) })),
  };
  return {
    Type: "AWS::EC2::LaunchTemplate",
    Properties: {
      LaunchTemplateName: `${plan.facts.clusterName}-${queue.name}-${resource.name}`,
      LaunchTemplateData: withoutUndefined(data),
    },
  };
}

function computeTags(
  plan: ClusterPlan,
  { queue, resource }: { readonly queue: Queue; readonly resource: ComputeResource },
  architecture: string,
) {
  const node = nodeTags(plan, { type: "Compute", name: "Compute", efa: resource.efaEnabled, architecture });
  const place = [
    { key: "parallelcluster:queue-name", value: queue.name },
    { key: "parallelcluster:compute-resource-name", value: resource.name },
  ];
  return mergeTags(node, place, plan.configuration.tags, queue.tags, resource.tags);
}

function placement(queue: Queue, resource: ComputeResource): JsonObject {
  switch (resource.placementGroup.kind) {
    case "none":
      return {};
    case "named":
      return { GroupName: resource.placementGroup.name };
    case "managed":
      return { GroupName: ref(placementGroupId(queue.name, resource.name)) };
  }
}

export function placementGroupId(queueName: string, resourceName: string): string {
  return `PlacementGroup${nameSuffix(`${queueName}-${resourceName}`)}`;
}

function marketOptions(queue: Queue, resource: ComputeResource): JsonObject | undefined {
  switch (queue.capacityType) {
    case "ONDEMAND":
      return undefined;
    case "CAPACITY_BLOCK":
      return { MarketType: "capacity-block" };
    case "SPOT":
      return {
        MarketType: "spot",
        SpotOptions: withoutUndefined({
          SpotInstanceType: "one-time",
          InstanceInterruptionBehavior: "terminate",
          MaxPrice: resource.spotPrice === undefined ? undefined : String(resource.spotPrice),
        }),
      };
  }
}

function reservationTarget({ reservation }: ComputeResource): JsonObject | undefined {
  if (reservation === undefined) return undefined;
  return {
    CapacityReservationTarget:
      reservation.kind === "reservation"
        ? { CapacityReservationId: reservation.id }
        : { CapacityReservationResourceGroupArn: reservation.arn },
  };
}

function computeUserData(
  plan: ClusterPlan,
  { queue, resource }: { readonly queue: Queue; readonly resource: ComputeResource },
  references: NestedReferences,
): JsonObject {
  const { configuration, facts } = plan;
  const dna = computeDna(
    plan,
    {
      queue: queue.name,
      resource: resource.name,
      ephemeralDirectory: queue.ephemeralMountDirectory,
      efaGdr: resource.efaGdrSupport,
    },
    (id, attribute) => references.value(id, attribute),
  );
  return userData(computeScript(facts.version.bootstrapDirectory), {
    ...sharedValues({ parallelClusterVersion: facts.version.version, multithreadingDisabledByKernel: false }),
    BaseOS: configuration.os,
    ClusterName: facts.clusterName,
    Timeout: String(configuration.bootstrapTimeouts.computeNodeSeconds),
    ComputeStartupTimeMetricEnabled: "false",
    DnaJson: jsonText({ cluster: dna }),
    ExtraJson: "{}",
  });
}
