import type { RegionContext } from "../../kernel/CallContext.ts";
import { defineStore } from "../../kernel/defineStore.ts";
import type { ChangeSetRecord } from "../changes/ChangeSetRecord.ts";
import { validationError } from "../validationError.ts";
import type { StackRecord } from "./StackRecord.ts";

/** A wait condition handle and what was sent to it. */
export interface WaitHandleRecord {
  readonly stackId: string;
  readonly logicalId: string;
  /** By unique id; a later signal of the same id takes the place of the earlier one. */
  readonly signals: Record<string, SignalRecord>;
}

export interface SignalRecord {
  readonly status: "SUCCESS" | "FAILURE";
  readonly reason: string;
  readonly data: string;
}

export interface WaitRecord {
  readonly handleId: string;
  readonly count: number;
  readonly stackId: string;
  readonly logicalId: string;
  readonly timerId: number;
  timedOut: boolean;
}

export interface CloudFormationState {
  readonly stacks: Record<string, StackRecord>;
  readonly changeSets: Record<string, ChangeSetRecord>;
  readonly handles: Record<string, WaitHandleRecord>;
  /** By stack id and logical id of the wait condition. */
  readonly waits: Record<string, WaitRecord>;
}

const STORE = defineStore<CloudFormationState>("cloudformation", "region", () => ({
  stacks: {},
  changeSets: {},
  handles: {},
  waits: {},
}));

export function cloudFormationState(context: RegionContext): CloudFormationState {
  return context.store(STORE);
}

/** A stack by its id, or by its name if it has not been deleted. */
export function findStack(context: RegionContext, nameOrId: string): StackRecord | undefined {
  const { stacks } = cloudFormationState(context);
  if (nameOrId.startsWith("arn:")) return Object.hasOwn(stacks, nameOrId) ? stacks[nameOrId] : undefined;
  return Object.values(stacks).findLast(
    (stack) => stack.name === nameOrId && stack.status !== "DELETE_COMPLETE",
  );
}

/** @throws {AwsError} `ValidationError`: `Stack with id X does not exist`. */
export function requireStack(context: RegionContext, nameOrId: string | undefined): StackRecord {
  const stack = findStack(context, nameOrId ?? "");
  if (stack === undefined) throw validationError(`Stack with id ${nameOrId ?? ""} does not exist`);
  return stack;
}

export function stackById(context: RegionContext, id: string): StackRecord | undefined {
  const { stacks } = cloudFormationState(context);
  return Object.hasOwn(stacks, id) ? stacks[id] : undefined;
}
