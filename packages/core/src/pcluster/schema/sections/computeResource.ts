import { flag, integer, map, nested, nestedList, number, section, text } from "../field.ts";
import { checkInstances, checkTags } from "../tagChecks.ts";
import { checkInstanceDeclared, checkOneInstanceForm, checkReservationTarget } from "../exclusionChecks.ts";
import { queueTagSection } from "./tags.ts";

export const instanceTypeSection = section("InstanceType", {
  InstanceType: text("COMPUTE_FLEET_STOP", { required: true }),
});

export const efaSection = section("Efa", {
  Enabled: flag("QUEUE_UPDATE_STRATEGY", {
    defaultRule: "false when the Efa section is absent; none (falsy) when the section is present without it",
  }),
  GdrSupport: flag("QUEUE_UPDATE_STRATEGY", { default: false }),
});

export const capacityReservationTargetSection = section(
  "CapacityReservationTarget",
  {
    CapacityReservationId: text("QUEUE_UPDATE_STRATEGY"),
    CapacityReservationResourceGroupArn: text("QUEUE_UPDATE_STRATEGY"),
  },
  { checks: [checkReservationTarget] },
);

export const placementGroupSection = section("PlacementGroup", {
  Enabled: flag("MANAGED_PLACEMENT_GROUP", {
    note: "a compute-resource level PlacementGroup section overrides the queue level one entirely; Enabled true without Id/Name makes a managed group per compute resource",
  }),
  Id: text("MANAGED_PLACEMENT_GROUP", {
    note: "synonym of Name; setting both is an error (PlacementGroupNamingValidator); Id/Name with Enabled false is an error; Id/Name without Enabled means enabled",
  }),
  Name: text("MANAGED_PLACEMENT_GROUP"),
});

export const slurmComputeResourceNetworkingSection = section("SlurmComputeResourceNetworking", {
  PlacementGroup: nested(placementGroupSection, "MANAGED_PLACEMENT_GROUP", {
    defaultRule: "the placement group of the queue",
  }),
});

export const gpuHealthCheckSection = section("GpuHealthCheck", {
  Enabled: flag("SUPPORTED", {
    note: "none = disabled unless the compute-resource or queue level enables it; compute-resource level wins",
  }),
});

export const healthChecksSection = section("HealthChecks", {
  Gpu: nested(gpuHealthCheckSection, "SUPPORTED", { implied: true }),
});

export const launchTemplateOverridesSection = section("LaunchTemplateOverrides", {
  LaunchTemplateId: text("QUEUE_UPDATE_STRATEGY", { required: true }),
  Version: integer("QUEUE_UPDATE_STRATEGY", { required: true, min: 1 }),
});

export const slurmComputeResourceSection = section(
  "SlurmComputeResource",
  {
    Name: text("UNSUPPORTED", { required: true }),
    InstanceType: text("COMPUTE_FLEET_STOP", {
      defaultRule:
        "when absent and CapacityReservationTarget/CapacityReservationId is set on the compute resource: instance type of that reservation (DescribeCapacityReservations)",
    }),
    Instances: nestedList(instanceTypeSection, "COMPUTE_FLEET_STOP_ON_REMOVE", {
      check: checkInstances,
      itemKey: "InstanceType",
      note: "at most one of InstanceType / Instances; duplicates by InstanceType refused",
    }),
    MaxCount: integer("RESIZE_UPDATE_STRATEGY_ON_REMOVE", { min: 1, default: 10 }),
    MinCount: integer("RESIZE_UPDATE_STRATEGY_ON_REMOVE", { min: 0, default: 0 }),
    SpotPrice: number("QUEUE_UPDATE_STRATEGY", {
      min: 0,
      note: "only meaningful with CapacityType SPOT; absent = on-demand price cap",
    }),
    Efa: nested(efaSection, "QUEUE_UPDATE_STRATEGY", { implied: true }),
    DisableSimultaneousMultithreading: flag("COMPUTE_FLEET_STOP", { default: false }),
    SchedulableMemory: integer("QUEUE_UPDATE_STRATEGY", {
      note: "MiB; semantic check in SchedulableMemoryValidator",
    }),
    CapacityReservationTarget: nested(capacityReservationTargetSection, "QUEUE_UPDATE_STRATEGY", {
      note: "overrides the queue level target",
    }),
    Networking: nested(slurmComputeResourceNetworkingSection, "MANAGED_PLACEMENT_GROUP", { implied: true }),
    HealthChecks: nested(healthChecksSection, "SUPPORTED", { implied: true }),
    CustomSlurmSettings: map("SUPPORTED", { default: {} }),
    Tags: nestedList(queueTagSection, "QUEUE_UPDATE_STRATEGY", { check: checkTags, itemKey: "Key" }),
    StaticNodePriority: integer("SUPPORTED", { min: 1, max: 4294967295, default: 1 }),
    DynamicNodePriority: integer("SUPPORTED", { min: 1, max: 4294967295, default: 1000 }),
    LaunchTemplateOverrides: nested(launchTemplateOverridesSection, "QUEUE_UPDATE_STRATEGY", {
      since: "3.15.0",
      note: "a launch template version whose network interfaces replace those of the generated one",
    }),
  },
  { checks: [checkOneInstanceForm, checkInstanceDeclared] },
);
