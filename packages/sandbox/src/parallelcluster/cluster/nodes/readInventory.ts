import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, type PropertyReader } from "../../../kernel/readProperties.ts";
import type { ScalingStrategy } from "../../slurm/planResume.ts";
import type { QueueInventory, ResourceInventory } from "../ClusterRecord.ts";

/**
 * What the node daemon needs of a cluster's configuration. It takes any configuration that was checked before its
 * cluster was made, also one with sections that it has no use for.
 */
export function readInventory(configuration: JsonObject): QueueInventory[] {
  const scheduling = readProperties(configuration).object("Scheduling");
  return (scheduling?.objects("SlurmQueues") ?? []).map((queue) => {
    const reservation = reservationId(queue);
    return {
      name: queue.text("Name") ?? "",
      capacityType: queue.text("CapacityType") ?? "ONDEMAND",
      subnetIds: queue.object("Networking")?.texts("SubnetIds") ?? [],
      resources: queue.objects("ComputeResources").map((resource) => readResource(resource, reservation)),
      onNodeStart: scripts(queue, "OnNodeStart"),
      onNodeConfigured: scripts(queue, "OnNodeConfigured"),
    };
  });
}

/** Scripts of the head node for an event. */
export function headNodeScripts(configuration: JsonObject, event: ActionEvent): readonly string[] {
  return headNodeActions(configuration, event).map(({ script }) => script);
}

export type ActionEvent = "OnNodeStart" | "OnNodeConfigured";

export interface CustomAction {
  readonly script: string;
  readonly args: readonly string[];
}

export function headNodeActions(configuration: JsonObject, event: ActionEvent): readonly CustomAction[] {
  const headNode = readProperties(configuration).object("HeadNode");
  return headNode === undefined ? [] : customActions(headNode, event);
}

export function queueActions(
  configuration: JsonObject,
  queueName: string,
  event: ActionEvent,
): readonly CustomAction[] {
  const queues = readProperties(configuration).object("Scheduling")?.objects("SlurmQueues") ?? [];
  const queue = queues.find((candidate) => candidate.text("Name") === queueName);
  return queue === undefined ? [] : customActions(queue, event);
}

export function queueUpdateStrategy(configuration: JsonObject): string {
  const scheduling = readProperties(configuration).object("Scheduling");
  return scheduling?.object("SlurmSettings")?.text("QueueUpdateStrategy") ?? "COMPUTE_FLEET_STOP";
}

export function scalingStrategy(configuration: JsonObject): ScalingStrategy {
  const strategy = readProperties(configuration).object("Scheduling")?.text("ScalingStrategy");
  return SCALING_STRATEGIES.find((name) => name === strategy) ?? "all-or-nothing";
}

const SCALING_STRATEGIES: readonly ScalingStrategy[] = [
  "all-or-nothing",
  "greedy-all-or-nothing",
  "best-effort",
];

function readResource(resource: PropertyReader, queueReservation: string | undefined): ResourceInventory {
  return {
    name: resource.text("Name") ?? "",
    minCount: resource.number("MinCount") ?? 0,
    maxCount: resource.number("MaxCount") ?? 10,
    flexible: resource.json("Instances") !== undefined,
    instanceTypes: resource.objects("Instances").flatMap((instance) => instance.text("InstanceType") ?? []),
    reservationId: reservationId(resource) ?? queueReservation,
  };
}

function reservationId(section: PropertyReader): string | undefined {
  return section.object("CapacityReservationTarget")?.text("CapacityReservationId");
}

function scripts(section: PropertyReader, event: ActionEvent): readonly string[] {
  return customActions(section, event).map(({ script }) => script);
}

function customActions(section: PropertyReader, event: ActionEvent): readonly CustomAction[] {
  const action = section.object("CustomActions")?.object(event);
  if (action === undefined) return [];
  const sequence = action.json("Sequence") === undefined ? [action] : action.objects("Sequence");
  return sequence.flatMap((entry) => {
    const script = entry.text("Script");
    return script === undefined ? [] : [{ script, args: entry.texts("Args") ?? [] }];
  });
}
