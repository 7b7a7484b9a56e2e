import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { defineStore } from "../../kernel/defineStore.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { pokeLater } from "../engine/pokeLater.ts";
import type { ResourceProvider } from "../ResourceProvider.ts";
import { cloudFormationState, type SignalRecord } from "../stacks/stackStore.ts";

/** Regions of the handles by handle id: a signal says only the handle. */
const HANDLE_REGIONS = defineStore<Record<string, string>>("cloudformation-handles", "global", () => ({}));

/** The address to which the success or failure of something outside CloudFormation is sent. */
export const waitConditionHandle: ResourceProvider = {
  type: "AWS::CloudFormation::WaitConditionHandle",
  durations: { createMs: 0, updateMs: 0, deleteMs: 0 },
  create(_properties, context) {
    const id = context.ids.hex("cloudformation-handle", 40);
    const { stackId, logicalId } = context;
    cloudFormationState(context).handles[id] = { stackId, logicalId, signals: {} };
    context.store(HANDLE_REGIONS)[id] = context.region;
    return { physicalId: handleUrl(context, id) };
  },
  read: (physicalId, _properties, context) => ({
    ref: handleUrl(context, handleIdOf(physicalId)),
    attributes: {},
  }),
  update: () => undefined,
  delete(physicalId, _properties, context) {
    const id = handleIdOf(physicalId);
    delete cloudFormationState(context).handles[id];
    delete context.store(HANDLE_REGIONS)[id];
  },
};

/** The id at the end of a handle's address. */
export function handleIdOf(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

/** Takes what was sent to a handle, and has the wait condition of the handle look at it. */
export function onSignal(
  event: { readonly handle: string; readonly body: string },
  context: RegionContext,
): void {
  const region = context.store(HANDLE_REGIONS)[event.handle];
  const signal = signalOf(event.body);
  if (region === undefined || signal === undefined) return;
  recordSignal(context.inRegion(region), event.handle, signal);
}

export interface Signal extends SignalRecord {
  readonly uniqueId: string;
}

function recordSignal(context: RegionContext, handleId: string, signal: Signal): void {
  const { handles, waits } = cloudFormationState(context);
  const handle = handles[handleId];
  if (handle === undefined) return;
  const { uniqueId, ...record } = signal;
  handle.signals[uniqueId] = record;
  for (const wait of Object.values(waits)) {
    if (wait.handleId === handleId) pokeLater(context, wait.stackId, wait.logicalId);
  }
}

/** Undefined for a body that is no signal: AWS takes it and waits on. */
function signalOf(body: string): Signal | undefined {
  const parsed = parseJson(body);
  if (!isJsonObject(parsed)) return undefined;
  const { Status: status, Reason: reason, UniqueId: uniqueId, Data: data } = parsed;
  if ((status !== "SUCCESS" && status !== "FAILURE") || typeof uniqueId !== "string") return undefined;
  return {
    status,
    uniqueId,
    reason: typeof reason === "string" ? reason : "",
    data: typeof data === "string" ? data : data === undefined ? "" : JSON.stringify(data),
  };
}

function parseJson(text: string): Json | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse answers JSON
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function handleUrl(context: RegionContext, id: string): string {
  return `${context.endpointUrl}/_signal/${id}`;
}

/** @throws {AwsError} `ValidationError` for an address that is no handle of the region. */
export function requireHandle(context: RegionContext, url: string): { id: string; logicalId: string } {
  const id = handleIdOf(url);
  const handle = cloudFormationState(context).handles[id];
  if (handle === undefined) throw new AwsError("ValidationError", `Invalid wait condition handle ${url}`);
  return { id, logicalId: handle.logicalId };
}
