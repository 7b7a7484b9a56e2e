import { flag, integer, nested, nestedList, section, text, textList } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { checkSecurityGroups } from "../exclusionChecks.ts";
import { needsKey } from "../needs.ts";

export const awsBatchComputeResourceSection = section("AwsBatchComputeResource", {
  Name: text("UNSUPPORTED", { required: true }),
  InstanceTypes: textList("COMPUTE_FLEET_STOP", { required: true }),
  MaxvCpus: integer("AWSBATCH_CE_MAX_RESIZE", { min: 1, default: 10 }),
  MinvCpus: integer("SUPPORTED", { min: 0, default: 0 }),
  DesiredvCpus: integer("IGNORED", { min: 0, defaultRule: "value of MinvCpus" }),
  SpotBidPercentage: integer("SUPPORTED", { max: 100, above: 0 }),
});

export const awsBatchQueueNetworkingSection = section(
  "AwsBatchQueueNetworking",
  {
    AdditionalSecurityGroups: textList("SUPPORTED", { items: { pattern: PATTERNS.securityGroup } }),
    SecurityGroups: textList("SUPPORTED", { items: { pattern: PATTERNS.securityGroup } }),
    AssignPublicIp: flag("UNSUPPORTED"),
    SubnetIds: textList("MANAGED_FSX", { required: true, length: 1, items: { pattern: PATTERNS.subnet } }),
  },
  { checks: [checkSecurityGroups] },
);

export const awsBatchQueueSection = section(
  "AwsBatchQueue",
  {
    Name: text("UNSUPPORTED", { required: true }),
    CapacityType: text("QUEUE_UPDATE_STRATEGY", {
      allowed: ["CAPACITY_BLOCK", "ONDEMAND", "SPOT"],
      default: "ONDEMAND",
    }),
    ComputeResources: nestedList(awsBatchComputeResourceSection, "COMPUTE_FLEET_STOP", {
      length: 1,
      itemKey: "Name",
      note: "exactly 1; not flagged required by the schema but absence fails while loading",
    }),
    Networking: nested(awsBatchQueueNetworkingSection, "COMPUTE_FLEET_STOP", { required: true }),
  },
  { needs: needsKey("ComputeResources") },
);

export const awsBatchSettingsSection = section("AwsBatchSettings", {});
