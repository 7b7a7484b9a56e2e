import type { StackChange } from "../ports/StackGateway.ts";
import type { StepId } from "./DeploymentDesign.ts";

export type PlanAction =
  /** Nothing to do. */
  | "keep"
  | "create"
  /** It is being made already: wait for it. */
  | "wait"
  | "update"
  /** What is there failed or is in the way: remove it and make it anew. */
  | "replace"
  /** Made by somebody else: used as it is. */
  | "adopt";

export interface PlanItem {
  readonly step: StepId;
  readonly action: PlanAction;
  /** Name of the stack, key pair or link. */
  readonly name: string;
  /** Why, in a few words. */
  readonly reason: string;
  /** Number of resources that the step makes; 0 when it is not a stack or not known. */
  readonly resourceCount: number;
  /** What an update changes. */
  readonly changes: readonly StackChange[];
  /** Expected duration in AWS; 0 for nothing to do. */
  readonly minutes: number;
}

export interface PricedItem {
  readonly what: string;
  readonly count: number;
  /** All of `count` together; undefined when the price list has no figure. */
  readonly usdPerHour: number | undefined;
  readonly note: string;
}

export interface Plan {
  readonly clusterName: string;
  readonly region: string;
  readonly accountId: string;
  readonly items: readonly PlanItem[];
  readonly prices: readonly PricedItem[];
  /** What will most likely go wrong, one sentence each. */
  readonly warnings: readonly string[];
  /** Length of the longest chain of steps that need one another. */
  readonly criticalPathMinutes: number;
}

/** True when carrying the plan out changes or waits for nothing. */
export function isDone(plan: Plan): boolean {
  return plan.items.every((item) => item.action === "keep" || item.action === "adopt");
}
