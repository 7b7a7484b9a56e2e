import type { RegionContext } from "../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../cluster/clusterLogs.ts";
import type { ClusterRecord, NodeRecord } from "../cluster/ClusterRecord.ts";
import { readFleetStatus } from "../cluster/fleet/fleetItem.ts";
import { launchesNodes } from "../cluster/fleet/fleetStatus.ts";
import { launchNodes, listText, type LaunchWay } from "../cluster/nodes/launchNodes.ts";
import { allNodeNames, staticNodeNames } from "../cluster/nodes/nodeNames.ts";
import { terminateNodes } from "../cluster/nodes/nodeLife.ts";
import { isParked, nodeLaunch, resourcesOf } from "../cluster/nodes/planNodes.ts";
import { planResume, type ResumeBatch, type ResumeGroup } from "../slurm/planResume.ts";
import type { PowerRequest } from "../slurm/powerRequest.ts";
import { runDaemonsSoon } from "../cluster/scheduleOnCluster.ts";
import { holdNodes, holdResource } from "./capacityHolds.ts";
import { announceNodes, refuseNodes } from "./tellSlurm.ts";

type Place = ReturnType<typeof resourcesOf>[number];

/** What ResumeProgram asked for: instances for nodes that have none, by the cluster's scaling strategy. */
export function resumeNodes(context: RegionContext, cluster: ClusterRecord, request: PowerRequest): void {
  const { settings } = cluster;
  if (settings === undefined) return;
  const wanted = request.nodeNames.filter((name) => cluster.nodes[name]?.instanceId === undefined);
  if (wanted.length === 0) return;
  log(
    context,
    cluster,
    "_resume",
    `Launching EC2 instances for the following Slurm nodes: ${listText(wanted)}`,
  );
  if (!launchesNodes(readFleetStatus(context, settings.fleetTable))) {
    refuseNodes(context, cluster, wanted, "(Code:FleetStopped)The compute fleet is stopped");
    return;
  }
  const places = placesByNode(cluster);
  const unknown = wanted.filter((name) => !places.has(name));
  refuseNodes(
    context,
    cluster,
    unknown,
    "(Code:NodeNotAvailable)The queue is disabled or its capacity is not active",
  );
  const groups = planResume(
    { ...request, nodeNames: wanted },
    cluster.scalingStrategy ?? "all-or-nothing",
    (name) => {
      const place = places.get(name);
      return place === undefined ? undefined : `${keyOf(place)}/${kindOf(place, name)}`;
    },
  );
  // A resource is set down only when every job had its try: others may need fewer nodes.
  const refusals = groups.flatMap((group) => resumeGroup(context, cluster, { group, places }));
  for (const { place, names, errorCode } of refusals)
    holdResource(context, cluster, {
      key: keyOf(place),
      failedNames: names,
      nodeNames: dynamicNames(place),
      errorCode,
    });
}

interface Refusal {
  readonly place: Place;
  readonly names: readonly string[];
  readonly errorCode: string;
}

function resumeGroup(
  context: RegionContext,
  cluster: ClusterRecord,
  { group, places }: { readonly group: ResumeGroup; readonly places: ReadonlyMap<string, Place> },
): readonly Refusal[] {
  const launched: NodeRecord[] = [];
  const refusals: Refusal[] = [];
  for (const batch of group.batches) {
    const place = places.get(batch.nodeNames[0] ?? "");
    if (place === undefined) continue;
    if (group.wholeOnly && refusals.length > 0) {
      refusals.push({ place, names: batch.nodeNames, errorCode: "LimitedInstanceCapacity" });
      continue;
    }
    const { assigned, failedNames, errorCode = NO_CAPACITY } = launchBatch(context, cluster, place, batch);
    launched.push(...assigned);
    if (failedNames.length > 0) refusals.push({ place, names: failedNames, errorCode });
  }
  const kept = group.wholeOnly && refusals.length > 0 ? [] : launched;
  announceNodes(context, cluster, kept, "already-on");
  if (kept.length < launched.length) giveBack(context, cluster, launched);
  return refusals;
}

const NO_CAPACITY = "InsufficientInstanceCapacity";

function launchBatch(context: RegionContext, cluster: ClusterRecord, place: Place, batch: ResumeBatch) {
  const way: LaunchWay = { log: "slurm_resume", leastCount: batch.leastCount };
  const kind = kindOf(place, batch.nodeNames[0] ?? "");
  cluster.settlingNodes = cluster.settlingNodes?.filter((name) => !batch.nodeNames.includes(name)) ?? [];
  return launchNodes(context, cluster, nodeLaunch(place, kind, batch.nodeNames), way);
}

/** The job does not get all of its nodes: what was launched for it ends, and its nodes are free for the next one. */
function giveBack(context: RegionContext, cluster: ClusterRecord, nodes: readonly NodeRecord[]): void {
  const names = nodes.map(({ name }) => name);
  log(
    context,
    cluster,
    "_resume",
    `Terminating instances of jobs that cannot have all nodes: ${listText(names)}`,
  );
  terminateNodes(
    context,
    cluster,
    nodes.flatMap(({ instanceId }) => instanceId ?? []),
  );
  refuseNodes(context, cluster, names, "(Code:LimitedInstanceCapacity)Failure when resuming nodes");
  for (const node of nodes) delete cluster.nodes[node.name];
  holdNodes(context, cluster, { key: "launched for nothing", names, forMs: 0 });
  runDaemonsSoon(context, cluster);
}

function placesByNode(cluster: ClusterRecord): ReadonlyMap<string, Place> {
  const places = resourcesOf(cluster).filter(
    ({ queue, resource }) =>
      !cluster.protectedQueues.includes(queue.name) && !isParked(cluster, queue, resource),
  );
  return new Map(
    places.flatMap((place) =>
      allNodeNames(place.queue, place.resource).map((name): [string, Place] => [name, place]),
    ),
  );
}

function kindOf({ queue, resource }: Place, name: string): "static" | "dynamic" {
  return staticNodeNames(queue, resource).includes(name) ? "static" : "dynamic";
}

function dynamicNames({ queue, resource }: Place): readonly string[] {
  const kept = new Set(staticNodeNames(queue, resource));
  return allNodeNames(queue, resource).filter((name) => !kept.has(name));
}

function keyOf({ queue, resource }: Place): string {
  return `${queue.name}/${resource.name}`;
}

function log(context: RegionContext, cluster: ClusterRecord, place: string, message: string): void {
  logOnHeadNode(context, cluster, "slurm_resume", [daemonLine(context, `resume:${place}`, message)]);
}
