import type {
  ClusterInstance,
  DataLinkDescription,
  FleetStatus,
  ReservationDescription,
  StackDescription,
} from "@trainyard/core";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { durationText } from "../render/duration.ts";
import { table } from "../render/table.ts";
import { openProject, type OpenProject } from "../session/openProject.ts";

interface Status {
  readonly stacks: readonly StackDescription[];
  readonly cluster: StackDescription | "absent";
  readonly instances: readonly ClusterInstance[];
  readonly fleet: FleetStatus;
  readonly links: readonly DataLinkDescription[];
  readonly reservation: ReservationDescription | "absent" | undefined;
}

export async function handleStatus(
  { flags }: { readonly flags: { readonly file: string | undefined; readonly nodes: boolean } },
  context: CommandContext,
): Promise<void> {
  const project = await openProject(flags.file, context);
  const status = await readStatus(project, context.signal);
  if (status.cluster === "absent" && status.stacks.length === 0)
    throw new TrainyardError(
      "NOT_DEPLOYED",
      `nothing of ${project.project.name} exists in ${project.project.region}`,
      {
        hint: "Make it with `trainyard up`.",
      },
    );
  context.output.event({ type: "status", ...jsonOf(project, status) });
  context.output.result(textOf(project, status, flags.nodes));
}

async function readStatus({ gateways, names, project }: OpenProject, signal: AbortSignal): Promise<Status> {
  const { stacks, clusters, capacity, data } = gateways;
  const reservationId = project.capacity.reservation;
  const [all, instances, fleet, reservation] = await Promise.all([
    stacks.list(signal),
    clusters.instances(names.cluster, signal),
    clusters.fleet(names.cluster, signal),
    reservationId === undefined ? undefined : capacity.reservation(reservationId, signal),
  ]);
  const own = [
    names.dataBucketStack,
    names.prerequisitesStack,
    names.providerStack,
    names.engineStack,
    names.cluster,
  ];
  const lustreId = all.find(({ name }) => name === names.prerequisitesStack)?.outputs[
    "FSxLustreFilesystemId"
  ];
  return {
    stacks: own.flatMap((name) => all.find((stack) => stack.name === name) ?? []),
    cluster: all.find(({ name }) => name === names.cluster) ?? "absent",
    instances,
    fleet,
    links: lustreId === undefined ? [] : await data.links(lustreId, signal),
    reservation,
  };
}

function jsonOf({ project }: OpenProject, status: Status): Readonly<Record<string, unknown>> {
  return {
    name: project.name,
    region: project.region,
    clusterStatus: status.cluster === "absent" ? "absent" : status.cluster.status,
    fleetStatus: status.fleet.status,
    headNode: status.instances.find(({ role }) => role === "head-node"),
    nodeCounts: Object.fromEntries(countNodes(status.instances).map((row) => [row.key, row.count])),
    instances: status.instances,
    stacks: status.stacks.map(({ name, id, status: stackStatus, outputs }) => ({
      name,
      id,
      status: stackStatus,
      outputs,
    })),
    dataLinks: status.links,
    reservation: status.reservation,
  };
}

function textOf({ project, clock, onSandbox }: OpenProject, status: Status, allNodes: boolean): string {
  const head = status.instances.find(({ role }) => role === "head-node");
  const rows = [
    ["cluster", project.name, status.cluster === "absent" ? "absent" : status.cluster.status],
    ["fleet", "", status.fleet.status],
    ...(head === undefined
      ? []
      : [["head node", head.id, `${head.state}, ${head.publicIpAddress ?? head.privateIpAddress ?? ""}`]]),
    ...countNodes(status.instances).map(({ label, count, state }) => ["nodes", label, `${count} ${state}`]),
    ...reservationRows(status.reservation),
    ...status.links.map((link) => ["data link", `${link.repository} on /fsx${link.path}`, link.lifecycle]),
  ];
  const stacks = status.stacks.map((stack) => [
    "stack",
    stack.name,
    // The sandbox's time is not the wall clock's, so an age would say nothing there.
    onSandbox
      ? stack.status
      : `${stack.status} since ${durationText(clock.nowMs() - (stack.updatedAtMs ?? stack.createdAtMs))}`,
  ]);
  const nodes = allNodes
    ? status.instances.map(({ id, queue, computeResource, state, privateIpAddress }) => [
        "node",
        `${queue ?? "-"}/${computeResource ?? "-"} ${id}`,
        `${state} ${privateIpAddress ?? ""}`,
      ])
    : [];
  return table([...rows, ...stacks, ...nodes]);
}

/** Compute nodes by queue, resource and state: ten thousand nodes are a few rows. */
function countNodes(instances: readonly ClusterInstance[]) {
  const rows = new Map<string, { key: string; label: string; state: string; count: number }>();
  for (const { role, queue, computeResource, instanceType, state } of instances) {
    if (role === "head-node") continue;
    const label =
      role === "login-node" ? "login" : `${queue ?? "-"}/${computeResource ?? "-"} (${instanceType})`;
    const key = `${label} ${state}`;
    const row = rows.get(key) ?? { key, label, state, count: 0 };
    row.count += 1;
    rows.set(key, row);
  }
  return [...rows.values()];
}

function reservationRows(reservation: Status["reservation"]): string[][] {
  if (reservation === undefined) return [];
  if (reservation === "absent") return [["reservation", "", "not in this account and region"]];
  const { id, state, availableInstances, totalInstances, instanceType } = reservation;
  return [["reservation", id, `${state}, ${availableInstances} of ${totalInstances} ${instanceType} free`]];
}
