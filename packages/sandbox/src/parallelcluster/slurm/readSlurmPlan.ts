import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { readProperties, type PropertyReader } from "../../kernel/readProperties.ts";
import { nodeHardware } from "./nodeHardware.ts";
import type { SlurmPlan, SlurmQueue, SlurmResource, SlurmSettingLine } from "./SlurmPlan.ts";

export interface SlurmPlanSource {
  /** The cluster's configuration with its defaults, as the head node reads it. */
  readonly configuration: JsonObject;
  /** `instance-types-data.json`: items of DescribeInstanceTypes by type. */
  readonly instanceTypes: JsonObject;
  readonly headNode: SlurmPlan["headNode"];
  readonly computeBootstrapTimeoutSeconds: number;
}

const DEFAULT_IDLE_MINUTES = 10;
const DEFAULT_MAX_COUNT = 10;
const DEFAULT_STATIC_WEIGHT = 1;
const DEFAULT_DYNAMIC_WEIGHT = 1000;

/** Takes any configuration that was checked before its cluster was made. */
export function readSlurmPlan(source: SlurmPlanSource): SlurmPlan {
  const scheduling = readProperties(source.configuration).object("Scheduling");
  const settings = scheduling?.object("SlurmSettings");
  return {
    headNode: source.headNode,
    queues: (scheduling?.objects("SlurmQueues") ?? []).map((queue) => readQueue(queue, source)),
    scaledownIdleMinutes: settings?.number("ScaledownIdletime") ?? DEFAULT_IDLE_MINUTES,
    computeBootstrapTimeoutSeconds: source.computeBootstrapTimeoutSeconds,
    memoryBasedScheduling: settings?.boolean("EnableMemoryBasedScheduling") ?? false,
    accounting: hasAccounting(source.configuration),
    customSettings: (settings?.objects("CustomSlurmSettings") ?? []).map(({ properties }) =>
      settingLine(properties),
    ),
  };
}

/** True when the configuration names a database for job records. */
export function hasAccounting(configuration: JsonObject): boolean {
  const settings = readProperties(configuration).object("Scheduling")?.object("SlurmSettings");
  return settings?.object("Database") !== undefined;
}

function readQueue(queue: PropertyReader, source: SlurmPlanSource): SlurmQueue {
  return {
    name: queue.text("Name") ?? "",
    exclusive: queue.boolean("JobExclusiveAllocation") ?? false,
    resources: queue.objects("ComputeResources").map((resource) => readResource(resource, source)),
    customSettings: customSettings(queue),
  };
}

function readResource(resource: PropertyReader, source: SlurmPlanSource): SlurmResource {
  const single = resource.text("InstanceType");
  const listed = resource.objects("Instances").flatMap((entry) => entry.text("InstanceType") ?? []);
  const types = single === undefined ? listed : [single];
  const staticCount = resource.number("MinCount") ?? 0;
  return {
    name: resource.text("Name") ?? "",
    staticCount,
    dynamicCount: Math.max(0, (resource.number("MaxCount") ?? DEFAULT_MAX_COUNT) - staticCount),
    hardware: nodeHardware(
      types.map((type) => typeItem(source.instanceTypes, type)),
      {
        multithreadingDisabled: resource.boolean("DisableSimultaneousMultithreading") ?? false,
        schedulableMemoryMiB: resource.number("SchedulableMemory"),
      },
    ),
    instanceType: types.length === 1 ? types[0] : undefined,
    efa: resource.object("Efa")?.boolean("Enabled") ?? false,
    staticWeight: resource.number("StaticNodePriority") ?? DEFAULT_STATIC_WEIGHT,
    dynamicWeight: resource.number("DynamicNodePriority") ?? DEFAULT_DYNAMIC_WEIGHT,
    customSettings: customSettings(resource),
  };
}

function typeItem(instanceTypes: JsonObject, type: string): JsonObject {
  const item = Object.hasOwn(instanceTypes, type) ? instanceTypes[type] : undefined;
  return isJsonObject(item) ? item : {};
}

function customSettings(section: PropertyReader): SlurmSettingLine {
  const settings = section.json("CustomSlurmSettings");
  return isJsonObject(settings) ? settingLine(settings) : [];
}

function settingLine(settings: JsonObject): SlurmSettingLine {
  return Object.entries(settings).map(([name, value]) => ({ name, value: valueText(value) }));
}

function valueText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
