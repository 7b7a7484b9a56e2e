import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Json } from "../../kernel/json.ts";
import type { EventRecord, StackRecord } from "./StackRecord.ts";
import type { ResourceRecord } from "./ResourceRecord.ts";

export const STACK_TYPE = "AWS::CloudFormation::Stack";

/** Sets the stack's status and writes its event. */
export function setStackStatus(
  context: RegionContext,
  stack: StackRecord,
  status: string,
  reason?: string,
): void {
  stack.status = status;
  stack.statusReason = reason;
  if (status === "DELETE_IN_PROGRESS" || status === "ROLLBACK_IN_PROGRESS")
    stack.deletedMs = context.clock.nowMs();
  writeStackEvent(context, stack, status, reason);
}

/** Writes an event of the stack itself and leaves its status as it is. */
export function writeStackEvent(
  context: RegionContext,
  stack: StackRecord,
  status: string,
  reason?: string,
): void {
  write(context, stack, {
    eventId: context.ids.uuid("cloudformation-event"),
    logicalId: stack.name,
    physicalId: stack.id,
    type: STACK_TYPE,
    status,
    reason,
  });
}

export interface ResourceEvent {
  readonly status: string;
  readonly reason?: string | undefined;
  /** What the event shows as the resource's properties; undefined for the events of a cleanup. */
  readonly properties?: Json | undefined;
  readonly physicalId?: string | undefined;
}

/** Sets the resource's status and writes its event. */
export function setResourceStatus(
  context: RegionContext,
  stack: StackRecord,
  resource: ResourceRecord,
  event: ResourceEvent,
): void {
  resource.status = event.status;
  resource.statusReason = event.reason;
  resource.timestampMs = context.clock.nowMs();
  writeResourceEvent(context, stack, resource, event);
}

/** Writes an event of a resource and leaves its status as it is. */
export function writeResourceEvent(
  context: RegionContext,
  stack: StackRecord,
  resource: Pick<ResourceRecord, "logicalId" | "type" | "physicalId">,
  event: ResourceEvent,
): void {
  const eventId =
    event.properties === undefined
      ? `${resource.logicalId}-${context.ids.uuid("cloudformation-event")}`
      : timedEventId(context, stack, `${resource.logicalId}-${event.status}`);
  write(context, stack, {
    eventId,
    logicalId: resource.logicalId,
    physicalId: event.physicalId ?? resource.physicalId ?? "",
    type: resource.type,
    status: event.status,
    reason: event.reason,
    properties: event.properties,
  });
}

/** Ids are unique: a second event of the same kind at the same time counts as a millisecond later. */
function timedEventId(context: RegionContext, stack: StackRecord, kind: string): string {
  const nowMs = context.clock.nowMs();
  const taken = new Set(
    stack.events.filter((event) => event.timestampMs === nowMs).map((event) => event.eventId),
  );
  for (let atMs = nowMs; ; atMs += 1) {
    const eventId = `${kind}-${new Date(atMs).toISOString()}`;
    if (!taken.has(eventId)) return eventId;
  }
}

function write(
  context: RegionContext,
  stack: StackRecord,
  event: Omit<EventRecord, "timestampMs" | "clientRequestToken">,
): void {
  stack.events.push({
    ...event,
    timestampMs: context.clock.nowMs(),
    clientRequestToken: stack.operation?.clientRequestToken,
  });
}
