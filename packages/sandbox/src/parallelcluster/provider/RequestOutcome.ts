import { AwsError } from "../../kernel/AwsError.ts";
import type { ResourceContext } from "../../cloudformation/ResourceProvider.ts";
import { defineStore } from "../../kernel/defineStore.ts";

/**
 * How the function answered a request before any waiting: it could not do it, or there was nothing to do. The
 * function is told only once; CloudFormation asks for the outcome later.
 */
export type RequestOutcome =
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "nothing-to-do" };

/** By stack and logical id; absent while the cluster's stack decides. */
const outcomeStore = defineStore<Record<string, RequestOutcome>>(
  "parallelcluster-requests",
  "region",
  () => ({}),
);

/** Runs a request and keeps how it was answered; errors of AWS become the reason. */
export function answerRequest(context: ResourceContext, work: () => "started" | "nothing-to-do"): void {
  const outcomes = context.store(outcomeStore);
  delete outcomes[keyOf(context)];
  try {
    if (work() === "nothing-to-do") outcomes[keyOf(context)] = { kind: "nothing-to-do" };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    outcomes[keyOf(context)] = { kind: "failed", reason: error.message };
  }
}

export function outcomeOf(context: ResourceContext): RequestOutcome | undefined {
  const outcomes = context.store(outcomeStore);
  return Object.hasOwn(outcomes, keyOf(context)) ? outcomes[keyOf(context)] : undefined;
}

export function forgetOutcome(context: ResourceContext): void {
  delete context.store(outcomeStore)[keyOf(context)];
}

function keyOf({ stackId, logicalId }: ResourceContext): string {
  return `${stackId}/${logicalId}`;
}
