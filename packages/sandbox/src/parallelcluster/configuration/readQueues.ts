import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import type {
  ComputeResource,
  PlacementGroupChoice,
  Queue,
  ReservationTarget,
} from "./ClusterConfiguration.ts";
import {
  readCustomActions,
  readCustomAmi,
  readEphemeralMountDirectory,
  readNodeIam,
  readRootVolume,
  readSecurityGroups,
  readTags,
} from "./readCommonSections.ts";
import type { SectionReader } from "./SectionReader.ts";

export function readQueues(scheduling: SectionReader): readonly Queue[] {
  const queues = scheduling.sections("SlurmQueues").map(readQueue);
  if (queues.length === 0) scheduling.problem("SlurmQueues: Missing data for required field.");
  return queues;
}

/** What a compute resource takes from its queue when it says nothing itself. */
interface QueueDefaults {
  readonly placementGroup: SectionReader | undefined;
  readonly reservation: ReservationTarget | undefined;
  readonly gpuHealthCheck: boolean;
}

function readQueue(section: SectionReader): Queue {
  const networking = section.requiredSection("Networking");
  const settings = section.section("ComputeSettings");
  const storage = settings.section("LocalStorage");
  const defaults: QueueDefaults = {
    placementGroup: networking.optionalSection("PlacementGroup"),
    reservation: readReservation(section),
    gpuHealthCheck: readGpuHealthCheck(section) ?? false,
  };
  const queue: Queue = {
    name: section.requiredText("Name"),
    capacityType: section.oneOf("CapacityType", ["ONDEMAND", "SPOT", "CAPACITY_BLOCK"]) ?? "ONDEMAND",
    subnetIds: networking.texts("SubnetIds"),
    assignPublicIp: networking.flag("AssignPublicIp"),
    securityGroups: readSecurityGroups(networking),
    rootVolume: readRootVolume(storage, false),
    ephemeralMountDirectory: readEphemeralMountDirectory(storage),
    customActions: readCustomActions(section.section("CustomActions"), false),
    iam: readNodeIam(section.section("Iam")),
    customAmi: readCustomAmi(section),
    computeResources: section
      .sections("ComputeResources")
      .map((resource) => readComputeResource(resource, defaults)),
    tags: readTags(section),
    allocationStrategy: section.text("AllocationStrategy"),
    customSlurmSettings: readSlurmSettings(section),
    jobExclusiveAllocation: section.flag("JobExclusiveAllocation") ?? false,
  };
  if (queue.subnetIds.length === 0) networking.problem("SubnetIds: Missing data for required field.");
  if (queue.computeResources.length === 0)
    section.problem("ComputeResources: Missing data for required field.");
  networking.refuse("Proxy", "proxies of nodes");
  for (const part of [networking, storage, settings, section]) part.finish();
  return queue;
}

function readComputeResource(section: SectionReader, defaults: QueueDefaults): ComputeResource {
  const networking = section.section("Networking");
  const single = section.text("InstanceType");
  const resource: ComputeResource = {
    name: section.requiredText("Name"),
    instanceTypes: single === undefined ? readInstances(section) : [single],
    flexible: section.has("Instances"),
    ...readCounts(section),
    spotPrice: section.number("SpotPrice"),
    ...readEfa(section.section("Efa")),
    multithreadingDisabled: section.flag("DisableSimultaneousMultithreading") ?? false,
    reservation: readReservation(section) ?? defaults.reservation,
    placementGroup: readPlacementGroup(
      networking.optionalSection("PlacementGroup") ?? defaults.placementGroup,
    ),
    gpuHealthCheck: readGpuHealthCheck(section) ?? defaults.gpuHealthCheck,
    tags: readTags(section),
    schedulableMemoryMiB: section.wholeNumber("SchedulableMemory"),
    customSlurmSettings: readSlurmSettings(section),
    staticNodePriority: section.wholeNumber("StaticNodePriority") ?? 1,
    dynamicNodePriority: section.wholeNumber("DynamicNodePriority") ?? 1000,
  };
  if (single !== undefined && resource.flexible)
    section.problem("A Compute Resource needs to specify either InstanceType or Instances.");
  section.refuse("LaunchTemplateOverrides", "launch template overrides");
  networking.finish();
  section.finish();
  return resource;
}

function readCounts(section: SectionReader): Pick<ComputeResource, "minCount" | "maxCount"> {
  const minCount = section.wholeNumber("MinCount") ?? 0;
  const maxCount = section.wholeNumber("MaxCount") ?? 10;
  if (maxCount < minCount) section.problem("Max count must be greater than or equal to min count.");
  return { minCount, maxCount };
}

function readEfa(section: SectionReader): Pick<ComputeResource, "efaEnabled" | "efaGdrSupport"> {
  const efa = {
    efaEnabled: section.flag("Enabled") ?? false,
    efaGdrSupport: section.flag("GdrSupport") ?? false,
  };
  section.finish();
  return efa;
}

function readInstances(section: SectionReader): readonly string[] {
  return section.sections("Instances").map((instance) => {
    const type = instance.requiredText("InstanceType");
    instance.finish();
    return type;
  });
}

function readReservation(section: SectionReader): ReservationTarget | undefined {
  const target = section.optionalSection("CapacityReservationTarget");
  if (target === undefined) return undefined;
  const id = target.text("CapacityReservationId");
  const arn = target.text("CapacityReservationResourceGroupArn");
  target.finish();
  if (id !== undefined) return { kind: "reservation", id };
  return arn === undefined ? undefined : { kind: "group", arn };
}

function readPlacementGroup(section: SectionReader | undefined): PlacementGroupChoice {
  if (section === undefined) return { kind: "none" };
  const enabled = section.flag("Enabled");
  const name = section.text("Name") ?? section.text("Id");
  section.finish();
  if (enabled !== false && name !== undefined) return { kind: "named", name };
  return enabled === true ? { kind: "managed" } : { kind: "none" };
}

function readGpuHealthCheck(section: SectionReader): boolean | undefined {
  const checks = section.section("HealthChecks");
  const gpu = checks.section("Gpu");
  const enabled = gpu.flag("Enabled");
  gpu.finish();
  checks.finish();
  return enabled;
}

function readSlurmSettings(section: SectionReader): JsonObject {
  const settings = section.raw("CustomSlurmSettings");
  if (settings === undefined) return {};
  if (isJsonObject(settings)) return settings;
  section.problem("CustomSlurmSettings: Not a valid mapping type.");
  return {};
}
