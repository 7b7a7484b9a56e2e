import { TrainyardError } from "../errors/TrainyardError.ts";
import type { StackDescription, StackEvent } from "../ports/StackGateway.ts";
import type { StepId } from "./DeploymentDesign.ts";
import type { StepContext } from "./Step.ts";
import { explainFailure } from "./explainFailure.ts";
import { standingOf } from "./stackStatus.ts";

/** What waiting needs. */
export type WaitContext = Pick<StepContext, "clock" | "gateways" | "pollIntervalMs" | "report" | "signal">;

export interface StackWait {
  readonly step: StepId;
  readonly stackName: string;
  /** The stack whose events are told; mostly the same. */
  readonly followedStackName: string;
  /** What is waited for; `gone` also ends when the stack never existed. */
  readonly until: "ready" | "gone";
  /** Number of resources in the template, for the progress; 0 when unknown: then those that have begun are counted. */
  readonly totalResources: number;
  readonly deadlineMinutes: number;
  /** Events up to this one were there before and are not told. */
  readonly afterEventId?: string | undefined;
}

/**
 * Follows a stack to the end of what it is doing, telling each event once.
 * @returns the stack, or `absent` when it is gone.
 * @throws {TrainyardError} `STACK_FAILED` with the first cause, `STEP_TIMED_OUT`.
 */
export async function waitForStack(
  context: WaitContext,
  wait: StackWait,
): Promise<StackDescription | "absent"> {
  const { clock, gateways, signal } = context;
  const deadlineMs = clock.nowMs() + wait.deadlineMinutes * 60_000;
  const tellProgress = createFollower(context, wait);
  let stackId: string | undefined;
  for (;;) {
    const stack = await gateways.stacks.describe(stackId ?? wait.stackName, signal);
    if (stack !== "absent") stackId = stack.id;
    await tellProgress(wait.followedStackName === wait.stackName ? stackId : wait.followedStackName);
    if (stack === "absent") return endAsAbsent(wait);
    const standing = standingOf(stack.status);
    if (standing === "ready" && wait.until === "ready") return stack;
    if (standing === "failed-creation" || standing === "stuck") throw await explainFailure(context, stack);
    if (standing === "ready" && wait.until === "gone") throw stillThere(stack);
    if (clock.nowMs() >= deadlineMs) throw timedOut(wait, stack);
    await clock.sleep(context.pollIntervalMs, signal);
  }
}

/** Tells new events and how far the stack is, each time it is called. */
function createFollower(
  context: WaitContext,
  wait: StackWait,
): (stackId: string | undefined) => Promise<void> {
  let lastEventId = wait.afterEventId;
  const begun = new Set<string>();
  const done = new Set<string>();
  return async (stack) => {
    if (stack === undefined) return;
    const events = await context.gateways.stacks.eventsAfter(stack, lastEventId, context.signal);
    lastEventId = events.at(-1)?.id ?? lastEventId;
    for (const event of events) {
      if (isOfStackItself(event)) continue;
      begun.add(event.logicalId);
      if (event.status.endsWith("_COMPLETE")) done.add(event.logicalId);
      const { stackName, logicalId, resourceType, status, reason, atMs } = event;
      context.report({
        type: "stack-event",
        step: wait.step,
        stackName,
        logicalId,
        resourceType,
        status,
        reason,
        atMs,
      });
    }
    const last = events.findLast((event) => !isOfStackItself(event) && event.status.endsWith("IN_PROGRESS"));
    if (events.length > 0)
      context.report({
        type: "step-progress",
        step: wait.step,
        done: done.size,
        total: Math.max(wait.totalResources, begun.size),
        detail: last === undefined ? "" : `${last.logicalId} (${last.resourceType})`,
      });
  };
}

function isOfStackItself(event: StackEvent): boolean {
  return event.resourceType === "AWS::CloudFormation::Stack" && event.logicalId === event.stackName;
}

function endAsAbsent(wait: StackWait): "absent" {
  if (wait.until === "gone") return "absent";
  throw new TrainyardError(
    "STACK_FAILED",
    `the stack ${wait.stackName} disappeared while it was waited for`,
    {
      hint: "Somebody deleted it. Run `trainyard up` again to make it anew.",
      details: { stackName: wait.stackName },
    },
  );
}

function stillThere(stack: StackDescription): TrainyardError {
  return new TrainyardError(
    "STACK_FAILED",
    `the stack ${stack.name} is ${stack.status} although its deletion was asked for`,
    {
      hint: "Run `trainyard down` again.",
      details: { stackName: stack.name, status: stack.status },
    },
  );
}

function timedOut(wait: StackWait, stack: StackDescription): TrainyardError {
  return new TrainyardError(
    "STEP_TIMED_OUT",
    `the stack ${wait.stackName} is still ${stack.status} after ${wait.deadlineMinutes} minutes`,
    {
      hint: "It goes on in AWS: see `trainyard events`, then run the command again.",
      details: { stackName: wait.stackName, status: stack.status, deadlineMinutes: wait.deadlineMinutes },
    },
  );
}
