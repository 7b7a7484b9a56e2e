import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import type { ClusterConfiguration, ComputeResource } from "../configuration/ClusterConfiguration.ts";

/** The user's configuration with the defaults that the nodes read written out. */
export function impliedConfiguration(
  raw: JsonObject,
  configuration: ClusterConfiguration,
  region: string,
): JsonObject {
  const scheduling = sectionOf(raw, "Scheduling");
  const queues = listOf(scheduling["SlurmQueues"]).map((queue, queueIndex) =>
    impliedQueue(queue, configuration.queues[queueIndex]),
  );
  return {
    ...raw,
    Region: region,
    Scheduling: {
      ...scheduling,
      ScalingStrategy: configuration.scalingStrategy,
      SlurmQueues: queues,
      SlurmSettings: {
        ...sectionOf(scheduling, "SlurmSettings"),
        ScaledownIdletime: configuration.slurm.scaledownIdleMinutes,
        QueueUpdateStrategy: configuration.slurm.queueUpdateStrategy,
      },
    },
  };
}

function impliedQueue(
  queue: JsonObject,
  read: ClusterConfiguration["queues"][number] | undefined,
): JsonObject {
  return {
    ...queue,
    CapacityType: read?.capacityType ?? "ONDEMAND",
    ComputeResources: listOf(queue["ComputeResources"]).map((resource, index) =>
      impliedResource(resource, read?.computeResources[index]),
    ),
  };
}

function impliedResource(resource: JsonObject, read: ComputeResource | undefined): JsonObject {
  return { ...resource, MinCount: read?.minCount ?? 0, MaxCount: read?.maxCount ?? 0 };
}

function sectionOf(value: JsonObject, key: string): JsonObject {
  const section = value[key];
  return isJsonObject(section) ? section : {};
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
