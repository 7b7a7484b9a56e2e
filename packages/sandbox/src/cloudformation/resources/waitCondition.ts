import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { readProperties } from "../../kernel/readProperties.ts";
import { pokeResource } from "../engine/timers.ts";
import type { Progress, ResourceContext, ResourceProvider } from "../ResourceProvider.ts";
import { cloudFormationState, stackById, type SignalRecord, type WaitRecord } from "../stacks/stackStore.ts";
import { handleIdOf, requireHandle } from "./waitConditionHandle.ts";

/** Longest timeout, in seconds: AWS documents 12 hours. */
const MAX_TIMEOUT_S = 43_200;

/**
 * Waits for signals to a handle. Its timeout is a foreground timer at its due time: with `--speed max` it fires
 * once nothing earlier is left to happen. Real work outside the modelled time holds the clock.
 */
export const waitCondition: ResourceProvider = {
  type: "AWS::CloudFormation::WaitCondition",
  durations: { createMs: 0, updateMs: 0, deleteMs: 0 },
  create(properties, context) {
    const read = readProperties(properties);
    const url = read.text("Handle");
    const timeoutS = read.number("Timeout");
    if (url === undefined && hasCreationPolicy(context)) return { physicalId: keyOf(context) };
    if (url === undefined) throw missing("Handle");
    if (timeoutS === undefined) throw missing("Timeout");
    if (timeoutS < 0 || timeoutS > MAX_TIMEOUT_S)
      throw new AwsError("ValidationError", `Timeout must be between 0 and ${MAX_TIMEOUT_S} seconds.`);
    const { id, logicalId } = requireHandle(context, url);
    const { stackId } = context;
    const timerId = context.clock.schedule({
      kind: "cloudformation.wait-timeout",
      region: context.region,
      payload: { stackId, logicalId: context.logicalId },
      afterMs: timeoutS * 1000,
    });
    waitsOf(context)[keyOf(context)] = {
      handleId: id,
      count: read.number("Count") ?? 1,
      stackId,
      logicalId: context.logicalId,
      timerId,
      timedOut: false,
    };
    return { physicalId: `${stackId}/${logicalId}` };
  },
  progress(_physicalId, _properties, context) {
    const wait = waitsOf(context)[keyOf(context)];
    if (wait === undefined) return { status: "done" };
    const progress = progressOf(wait, signalsOf(context, wait.handleId));
    if (progress.status !== "waiting") context.clock.cancel(wait.timerId);
    return progress;
  },
  read(physicalId, properties, context) {
    const url = readProperties(properties).text("Handle") ?? "";
    const data = Object.entries(signalsOf(context, handleIdOf(url))).map(([id, signal]) => [id, signal.data]);
    return { ref: physicalId, attributes: { Data: JSON.stringify(Object.fromEntries(data)) } };
  },
  update() {
    throw new AwsError(
      "ValidationError",
      "Update to resource type AWS::CloudFormation::WaitCondition is not supported.",
    );
  },
  delete(_physicalId, _properties, context) {
    const waits = waitsOf(context);
    const wait = waits[keyOf(context)];
    if (wait === undefined) return;
    context.clock.cancel(wait.timerId);
    delete waits[keyOf(context)];
  },
};

/** The timer of a wait condition that has not got its signals in time. */
export function onWaitTimeout(payload: Json, context: RegionContext): void {
  if (!isJsonObject(payload)) return;
  const { stackId, logicalId } = payload;
  if (typeof stackId !== "string" || typeof logicalId !== "string") return;
  const wait = cloudFormationState(context).waits[`${stackId}/${logicalId}`];
  if (wait === undefined) return;
  wait.timedOut = true;
  pokeResource(context, stackId, logicalId);
}

function progressOf(wait: WaitRecord, signals: Readonly<Record<string, SignalRecord>>): Progress {
  const entries = Object.entries(signals);
  const failure = entries.find(([, signal]) => signal.status === "FAILURE");
  if (failure !== undefined) {
    const [uniqueId, { reason }] = failure;
    return {
      status: "failed",
      reason: `WaitCondition received failed message: '${reason}' for uniqueId: ${uniqueId}`,
    };
  }
  if (entries.length >= wait.count) return { status: "done" };
  if (!wait.timedOut) return { status: "waiting" };
  return {
    status: "failed",
    reason: `WaitCondition timed out. Received ${entries.length} conditions when expecting ${wait.count}`,
  };
}

/** A creation policy can stand for handle and timeout: the engine waits for its signals. */
function hasCreationPolicy(context: ResourceContext): boolean {
  const template = stackById(context, context.stackId)?.definition.template;
  return template?.resources[context.logicalId]?.creationPolicy !== undefined;
}

function signalsOf(context: RegionContext, handleId: string): Readonly<Record<string, SignalRecord>> {
  return cloudFormationState(context).handles[handleId]?.signals ?? {};
}

function waitsOf(context: RegionContext): Record<string, WaitRecord> {
  return cloudFormationState(context).waits;
}

function keyOf(context: ResourceContext): string {
  return `${context.stackId}/${context.logicalId}`;
}

function missing(property: string): AwsError {
  return new AwsError("ValidationError", `Property ${property} cannot be empty.`);
}
