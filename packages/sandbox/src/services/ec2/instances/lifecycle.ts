import type { HostState } from "../../../hosts/HostDriver.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../../kernel/events.ts";
import type { Json } from "../../../kernel/json.ts";
import type { TimerHandler } from "../../../kernel/ServiceModule.ts";
import { ec2Durations } from "../durations.ts";
import { configureHosts } from "../hosts/configureHosts.ts";
import { hostSpec } from "../hosts/hostSpec.ts";
import { takePublicAddress } from "../interfaces/addresses.ts";
import { removeInterface } from "../interfaces/interfaceLife.ts";
import { lookUp } from "../requests/resourceKinds.ts";
import { dropTags } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { detachVolume, removeVolume } from "../volumes/volumes.ts";
import { releaseCapacity } from "./holdCapacity.ts";
import type { InstanceRecord, InstanceStateName } from "./InstanceRecord.ts";

export interface EndReason {
  readonly code: string;
  readonly message: string;
}

export const USER_SHUTDOWN: EndReason = {
  code: "Client.UserInitiatedShutdown",
  message: "Client.UserInitiatedShutdown: User initiated shutdown",
};

export const INSTANCE_SHUTDOWN: EndReason = {
  code: "Client.InstanceInitiatedShutdown",
  message: "Client.InstanceInitiatedShutdown: Instance initiated shutdown",
};

const LAUNCH_FAILED: EndReason = {
  code: "Server.InternalError",
  message: "Server.InternalError: Internal error on launch",
};

export const BLOCK_ENDED: EndReason = {
  code: "Server.CapacityReservationExpired",
  message: "Server.CapacityReservationExpired: The Capacity Block is about to end",
};

export const instanceTimers: Readonly<Record<string, TimerHandler>> = {
  "ec2.instances-start": (ids, context) => {
    configureHosts(context);
    for (const instance of named(context, ids)) startHost(context, instance);
  },
  "ec2.instances-stopped": (ids, context) => {
    for (const instance of named(context, ids)) finishStop(context, instance);
  },
  "ec2.instances-terminated": (ids, context) => {
    const ended = named(context, ids).filter((instance) => instance.state === "shutting-down");
    for (const instance of ended) finishTermination(context, instance);
    scheduleFor(context, "ec2.instances-forgotten", ended, {
      afterMs: ec2Durations.terminatedVisibleMs,
      background: true,
    });
  },
  "ec2.instances-forgotten": (ids, context) => {
    for (const instance of named(context, ids)) forget(context, instance);
  },
  "ec2.block-ending": (blockId, context) => {
    const inside = Object.values(ec2State(context).instances).filter(
      (instance) => instance.reservationId === blockId,
    );
    terminate(context, inside, BLOCK_ENDED);
  },
};

/** Starts to end instances; those that end already or have ended are left alone. */
export function terminate(
  context: RegionContext,
  instances: readonly InstanceRecord[],
  reason: EndReason,
): void {
  const living = instances.filter(({ state }) => state !== "shutting-down" && state !== "terminated");
  for (const instance of living) {
    instance.stateReason = reason;
    instance.stateTransitionReason = transitionReason(context, reason);
    if (instance.state === "stopped") instance.capacityReleased = true;
    enter(context, instance, "shutting-down");
    context.hosts.terminate(instance.id);
  }
  scheduleFor(context, "ec2.instances-terminated", living, { afterMs: ec2Durations.instanceTerminationMs });
}

/** Starts to stop running instances. */
export function stop(context: RegionContext, instances: readonly InstanceRecord[], reason: EndReason): void {
  for (const instance of instances) {
    instance.stateReason = reason;
    instance.stateTransitionReason = transitionReason(context, reason);
    enter(context, instance, "stopping");
    context.hosts.stop(instance.id);
  }
  scheduleFor(context, "ec2.instances-stopped", instances, { afterMs: ec2Durations.instanceStopMs });
}

/** Sets stopped instances on their way to running; their places must be booked. */
export function start(context: RegionContext, instances: readonly InstanceRecord[]): void {
  for (const instance of instances) {
    delete instance.stateReason;
    delete instance.capacityReleased;
    instance.stateTransitionReason = "";
    delete instance.hostStarted;
    instance.launchedMs = context.clock.nowMs();
    for (const id of instance.interfaceIds) givePublicAddress(context, id);
    enter(context, instance, "pending");
  }
  scheduleFor(context, "ec2.instances-start", instances, { afterMs: ec2Durations.instanceStartMs });
}

export function scheduleFor(
  context: RegionContext,
  kind: string,
  instances: readonly InstanceRecord[],
  when: { readonly afterMs: number; readonly background?: boolean },
): void {
  if (instances.length === 0) return;
  const payload = instances.map((instance) => instance.id);
  context.clock.schedule({ kind, region: context.region, payload, ...when });
}

function forget(context: RegionContext, instance: InstanceRecord): void {
  const { instances, launches } = ec2State(context);
  delete instances[instance.id];
  dropTags(context, instance.id);
  const siblings = lookUp(launches, instance.launchId) ?? [];
  if (!siblings.some((id) => Object.hasOwn(instances, id))) delete launches[instance.launchId];
}

function named(context: RegionContext, ids: Json): InstanceRecord[] {
  const { instances } = ec2State(context);
  const list: readonly Json[] = Array.isArray(ids) ? ids : [];
  return list.flatMap((id) => (typeof id === "string" ? (lookUp(instances, id) ?? []) : []));
}

function startHost(context: RegionContext, instance: InstanceRecord): void {
  if (instance.state !== "pending") return;
  instance.hostStarted = true;
  runHost(context, instance);
}

function runHost(context: RegionContext, instance: InstanceRecord): void {
  const { id } = instance;
  context.hosts.run(hostSpec(context, instance), (state) =>
    context.apply((later) => followHost(later, id, state)),
  );
}

/** Runs the hosts of instances that ran, or were about to, when the sandbox was stopped. */
export function runHostsAgain({ regions }: SandboxEvents["sandbox.started"], context: RegionContext): void {
  const parts = regions.map((region) => context.inRegion(region));
  const instances = parts.map((part) => Object.values(ec2State(part).instances));
  const living = instances.flat().filter(({ state }) => state !== "terminated" && state !== "shutting-down");
  context.hosts.retain(living.map(({ id }) => id));
  for (const [index, part] of parts.entries()) {
    configureHosts(part);
    for (const instance of instances[index] ?? [])
      if (instance.state === "running" || (instance.state === "pending" && instance.hostStarted === true))
        runHost(part, instance);
  }
}

/** The host says by itself how it fares: it has booted, or was shut down from inside. */
function followHost(context: RegionContext, instanceId: string, state: HostState): void {
  const instance = lookUp(ec2State(context).instances, instanceId);
  if (instance === undefined) return;
  if (state === "running" && instance.state === "pending") {
    enter(context, instance, "running");
    return;
  }
  if (state === "terminated" && instance.state === "pending")
    return terminate(context, [instance], LAUNCH_FAILED);
  if (instance.state !== "running" || (state !== "stopped" && state !== "terminated")) return;
  if (instance.shutdownBehavior === "terminate") terminate(context, [instance], INSTANCE_SHUTDOWN);
  else stop(context, [instance], INSTANCE_SHUTDOWN);
}

function finishStop(context: RegionContext, instance: InstanceRecord): void {
  if (instance.state !== "stopping") return;
  const { interfaces } = ec2State(context);
  for (const id of instance.interfaceIds) {
    const card = lookUp(interfaces, id);
    if (card?.publicIp === undefined) continue;
    delete card.publicIp;
    card.publicOnStart = true;
  }
  releaseCapacity(context, instance);
  delete instance.reservationId;
  enter(context, instance, "stopped");
}

function givePublicAddress(context: RegionContext, interfaceId: string): void {
  const card = lookUp(ec2State(context).interfaces, interfaceId);
  if (card?.publicOnStart !== true) return;
  delete card.publicOnStart;
  if (card.allocationId === undefined) card.publicIp = takePublicAddress(context);
}

function finishTermination(context: RegionContext, instance: InstanceRecord): void {
  const state = ec2State(context);
  for (const id of instance.interfaceIds) {
    const card = lookUp(state.interfaces, id);
    if (card?.attachment?.deleteOnTermination === true) removeInterface(context, id);
    else if (card !== undefined) freeInterface(context, id);
  }
  instance.interfaceIds = [];
  for (const { volumeId } of instance.volumes) {
    const volume = lookUp(state.volumes, volumeId);
    if (volume?.attachment?.deleteOnTermination === true) removeVolume(context, volumeId);
    else if (volume !== undefined) detachVolume(volume);
  }
  instance.volumes = [];
  const group = lookUp(state.placementGroups, instance.placementGroup?.id ?? "");
  if (group !== undefined) group.instanceCount -= 1;
  if (instance.capacityReleased !== true) releaseCapacity(context, instance);
  enter(context, instance, "terminated");
}

function freeInterface(context: RegionContext, id: string): void {
  const { interfaces, elasticIps } = ec2State(context);
  const card = lookUp(interfaces, id);
  if (card === undefined) return;
  delete card.attachment;
  delete card.publicIp;
  const association = lookUp(elasticIps, card.allocationId ?? "")?.association;
  if (association !== undefined) delete association.instanceId;
}

function enter(context: RegionContext, instance: InstanceRecord, state: InstanceStateName): void {
  instance.state = state;
  instance.stateChangedMs = context.clock.nowMs();
  context.emit("ec2.instance-state", { instanceId: instance.id, state });
}

/** `User initiated (2026-01-05 08:00:00 GMT)` */
function transitionReason(context: RegionContext, reason: EndReason): string {
  const time = new Date(context.clock.nowMs()).toISOString().slice(0, 19).replace("T", " ");
  if (reason.code.startsWith("Server.")) return `Service initiated (${time} GMT)`;
  return `User initiated (${time} GMT)`;
}
