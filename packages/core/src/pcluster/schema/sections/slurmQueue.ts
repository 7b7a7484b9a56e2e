import { action, flag, integer, map, nested, nestedList, section, text, textList } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { checkTags } from "../tagChecks.ts";
import { checkSecurityGroups } from "../exclusionChecks.ts";
import { needsKey } from "../needs.ts";
import {
  capacityReservationTargetSection,
  healthChecksSection,
  placementGroupSection,
  slurmComputeResourceSection,
} from "./computeResource.ts";
import { queueIamSection } from "./iam.ts";
import { queueImageSection } from "./image.ts";
import { queueTagSection } from "./tags.ts";

export const queueRootVolumeSection = section("QueueRootVolume", {
  Size: integer("QUEUE_UPDATE_STRATEGY", {
    defaultRule: "none = size of the AMI; in us-iso* regions 45 (40 before 3.13.0)",
  }),
  Encrypted: flag("QUEUE_UPDATE_STRATEGY", { default: true }),
  VolumeType: text("QUEUE_UPDATE_STRATEGY", { default: "gp3" }),
  Iops: integer("QUEUE_UPDATE_STRATEGY", { defaultRule: "gp3: 3000; io1/io2: 100; other types: none" }),
  Throughput: integer("QUEUE_UPDATE_STRATEGY", { defaultRule: "gp3: 125; other types: none" }),
});

export const queueEphemeralVolumeSection = section("QueueEphemeralVolume", {
  MountDir: text("QUEUE_UPDATE_STRATEGY", { pattern: PATTERNS.mountDir, default: "/scratch" }),
});

export const queueStorageSection = section("QueueStorage", {
  RootVolume: nested(queueRootVolumeSection, "QUEUE_UPDATE_STRATEGY", { implied: true }),
  EphemeralVolume: nested(queueEphemeralVolumeSection, "QUEUE_UPDATE_STRATEGY"),
});

export const computeSettingsSection = section("ComputeSettings", {
  LocalStorage: nested(queueStorageSection, "QUEUE_UPDATE_STRATEGY", { implied: true }),
});

export const queueCustomActionsSection = section("QueueCustomActions", {
  OnNodeStart: action("QUEUE_UPDATE_STRATEGY"),
  OnNodeConfigured: action("QUEUE_UPDATE_STRATEGY"),
});

export const queueProxySection = section("QueueProxy", {
  HttpProxyAddress: text("QUEUE_UPDATE_STRATEGY"),
});

export const slurmQueueNetworkingSection = section(
  "SlurmQueueNetworking",
  {
    AdditionalSecurityGroups: textList("SUPPORTED", { items: { pattern: PATTERNS.securityGroup } }),
    SecurityGroups: textList("SUPPORTED", { items: { pattern: PATTERNS.securityGroup } }),
    AssignPublicIp: flag("UNSUPPORTED"),
    SubnetIds: textList("MANAGED_FSX", { required: true, minLength: 1, items: { pattern: PATTERNS.subnet } }),
    PlacementGroup: nested(placementGroupSection, "MANAGED_PLACEMENT_GROUP"),
    Proxy: nested(queueProxySection, "QUEUE_UPDATE_STRATEGY"),
  },
  { checks: [checkSecurityGroups] },
);

export const slurmQueueSection = section(
  "SlurmQueue",
  {
    Name: text("UNSUPPORTED", { required: true }),
    CapacityType: text("QUEUE_UPDATE_STRATEGY", {
      allowed: ["CAPACITY_BLOCK", "ONDEMAND", "SPOT"],
      default: "ONDEMAND",
    }),
    ComputeSettings: nested(computeSettingsSection, "QUEUE_UPDATE_STRATEGY", { implied: true }),
    CustomActions: nested(queueCustomActionsSection, "QUEUE_UPDATE_STRATEGY"),
    Iam: nested(queueIamSection, "SUPPORTED", { implied: true }),
    Image: nested(queueImageSection, "QUEUE_UPDATE_STRATEGY"),
    CapacityReservationTarget: nested(capacityReservationTargetSection, "QUEUE_UPDATE_STRATEGY"),
    AllocationStrategy: text("QUEUE_UPDATE_STRATEGY", {
      allowed: ["lowest-price", "capacity-optimized", "price-capacity-optimized"],
      changes: [
        {
          since: "3.14.0",
          allowed: [
            "lowest-price",
            "capacity-optimized",
            "price-capacity-optimized",
            "prioritized",
            "capacity-optimized-prioritized",
          ],
        },
      ],
      defaultRule:
        "only when some compute resource uses Instances: lowest-price (none when CapacityType is CAPACITY_BLOCK); without Instances the value is accepted and ignored",
    }),
    ComputeResources: nestedList(slurmComputeResourceSection, "RESIZE_UPDATE_STRATEGY_ON_REMOVE", {
      itemKey: "Name",
      note: "not required by the schema; but absence makes the model constructor fail while loading (keyword: compute_resources missing argument)",
    }),
    Networking: nested(slurmQueueNetworkingSection, "QUEUE_UPDATE_STRATEGY", { required: true }),
    HealthChecks: nested(healthChecksSection, "SUPPORTED", { implied: true }),
    CustomSlurmSettings: map("SUPPORTED", { default: {} }),
    Tags: nestedList(queueTagSection, "QUEUE_UPDATE_STRATEGY", { check: checkTags, itemKey: "Key" }),
    JobExclusiveAllocation: flag("SUPPORTED", { default: false }),
  },
  { needs: needsKey("ComputeResources") },
);
