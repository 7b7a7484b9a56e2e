import type { RegionContext } from "../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../cluster/clusterLogs.ts";
import type { ClusterRecord, NodeRecord } from "../cluster/ClusterRecord.ts";
import { runDaemonsSoon } from "../cluster/scheduleOnCluster.ts";
import { isPoweredDown } from "../slurm/nodeStates.ts";
import { findLink } from "./links.ts";
import { publishNodeNames } from "./publishNodeNames.ts";
import type { SlurmLink } from "./SlurmLink.ts";
import { workOnHosts } from "./workOnHosts.ts";

const POWER_DOWN_LIMIT_MS = 180_000;

/*
 * What the node daemon tells slurmctld. Each function does nothing while no slurmctld runs: hosts are simulated, or the
 * head node is stopped.
 */

/** Nodes have instances: where they are, and whether Slurm has to be told that they come up. */
export function announceNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  nodes: readonly NodeRecord[],
  power: "switch-on" | "already-on",
): void {
  if (findLink(context, cluster) === undefined) return;
  publishNodeNames(context, cluster);
  const names = nodes.map(({ name }) => name);
  tell(context, cluster, names, async (link) => {
    await link.updateNodes(
      names,
      `nodeaddr=${nodes.map(({ privateIp }) => privateIp ?? "").join(",")}`,
      `nodehostname=${names.join(",")}`,
    );
    if (power === "switch-on") await link.updateNodes(names, "state=power_up");
  });
}

/** Nodes did not get instances: their jobs go back into the queue. */
export function refuseNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  names: readonly string[],
  reason: string,
): void {
  tell(context, cluster, names, (link) => link.updateNodes(names, "state=down", `reason=${reason}`));
}

/**
 * Nodes are without instances: jobs on them go back into the queue, and they power down. Static ones are launched
 * again when Slurm has done so.
 */
export function powerDownNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  names: readonly string[],
  reason: string,
): void {
  if (names.length === 0 || findLink(context, cluster) === undefined) return;
  tell(context, cluster, names, async (link) => {
    await link.updateNodes(names, "state=down", `reason=${reason}`);
    await link.updateNodes(names, "state=power_down_force", `reason=${reason}`);
  });
  settleNodes(context, cluster, names);
}

/**
 * Nodes take no more jobs. When those that run have ended the node daemon replaces static nodes, and Slurm powers
 * dynamic ones down.
 */
export function drainNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  nodes: readonly NodeRecord[],
  reason: string,
): void {
  const namesOf = (kind: NodeRecord["kind"]) =>
    nodes.filter((node) => node.kind === kind).map(({ name }) => name);
  const names = nodes.map(({ name }) => name);
  tell(context, cluster, names, async (link) => {
    await Promise.all([
      link.updateNodes(namesOf("static"), "state=drain", `reason=${reason}`),
      link.updateNodes(namesOf("dynamic"), "state=power_down_asap", `reason=${reason}`),
    ]);
  });
}

/** Keeps nodes from being launched until Slurm shows them as powered down. */
export function settleNodes(context: RegionContext, cluster: ClusterRecord, names: readonly string[]): void {
  const link = findLink(context, cluster);
  if (link === undefined) return;
  const settling = new Set([...(cluster.settlingNodes ?? []), ...names]);
  cluster.settlingNodes = [...settling];
  workOnHosts(
    context,
    cluster,
    async () => {
      await link.run("scontrol", "ping");
      await link.waitForNodes(names, isPoweredDown, POWER_DOWN_LIMIT_MS);
    },
    (later, found) => {
      found.settlingNodes = (found.settlingNodes ?? []).filter((name) => !names.includes(name));
      runDaemonsSoon(later, found);
    },
  );
}

/** Partitions take jobs, or keep them. */
export function setPartitions(
  context: RegionContext,
  cluster: ClusterRecord,
  queues: readonly string[],
  state: "UP" | "INACTIVE",
): void {
  tell(context, cluster, queues, async (link) => {
    for (const queue of queues)
      await link.run("scontrol", "update", `partitionname=${queue}`, `state=${state}`);
  });
}

/** Nodes of a Capacity Block that is not active stand in a maintenance reservation, so that no job waits for them. */
export function parkNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  reservationId: string,
  names: readonly string[],
): void {
  tell(context, cluster, names, async (link) => {
    const name = `pcluster-${reservationId}`;
    if (await reservationExists(link, name)) return;
    const place = [`reservationname=${name}`, `nodes=${names.join(",")}`];
    await link.run(
      "scontrol",
      "create",
      "reservation",
      ...place,
      "user=root,slurm",
      "starttime=now",
      "duration=infinite",
      "flags=maint,ignore_jobs",
    );
  });
}

export function releaseNodes(context: RegionContext, cluster: ClusterRecord, reservationId: string): void {
  tell(context, cluster, [reservationId], async (link) => {
    const name = `pcluster-${reservationId}`;
    if (await reservationExists(link, name)) await link.run("scontrol", "delete", `reservationname=${name}`);
  });
}

async function reservationExists(link: SlurmLink, name: string): Promise<boolean> {
  return (await link.run("scontrol", "-o", "show", "reservation")).includes(`ReservationName=${name} `);
}

/** What slurmctld refuses is told in the daemon's log: the next run tries again. */
function tell(
  context: RegionContext,
  cluster: ClusterRecord,
  about: readonly string[],
  command: (link: SlurmLink) => Promise<void>,
): void {
  const link = findLink(context, cluster);
  if (link === undefined || about.length === 0) return;
  workOnHosts(
    context,
    cluster,
    () => command(link),
    (later, found, outcome) => {
      if (outcome.kind === "done" || link.isClosed) return;
      const line = daemonLine(later, "clustermgtd:_run_command", outcome.reason, "ERROR");
      logOnHeadNode(later, found, "clustermgtd", [line]);
    },
  );
}
