import type { StackDescription, StackRequest } from "../../ports/StackGateway.ts";
import type { StackOutputs, StepId } from "../DeploymentDesign.ts";
import type { PlanAction } from "../Plan.ts";
import type { Step, StepContext, StepResult } from "../Step.ts";
import type { StepOutcome } from "../events.ts";
import { resourceCountOf } from "../planDeployment.ts";
import { STEP_TABLE } from "../stepTable.ts";
import { waitForStack } from "../waitForStack.ts";

const OUTCOMES: Readonly<Record<PlanAction, StepOutcome>> = {
  adopt: "adopted",
  create: "created",
  keep: "unchanged",
  replace: "replaced",
  update: "updated",
  wait: "created",
};

export interface StackStepParts {
  readonly id: StepId;
  readonly action: PlanAction;
  readonly request: (outputsOf: (step: StepId) => StackOutputs) => StackRequest;
  /** Another stack whose events tell more about the progress: the cluster's own. */
  readonly followedStackName?: string;
  /** What to show of the stack when it is ready. */
  readonly detailOf: (outputs: StackOutputs, stack: StackDescription) => string;
}

/** A step that brings one stack to where the plan wants it. Its outputs are the stack's. */
export function stackStep(parts: StackStepParts): Step {
  const { title, needs } = STEP_TABLE[parts.id];
  return { id: parts.id, title, needs, run: (context) => runStackStep(parts, context) };
}

async function runStackStep(parts: StackStepParts, context: StepContext): Promise<StepResult> {
  const request = parts.request(context.outputsOf);
  const idle = parts.action === "keep" || parts.action === "adopt";
  const known = idle || parts.action === "update" ? await lastEventId(request.stackName, context) : undefined;
  const outcome = await startChange(parts, request, context);
  const stack = await follow(parts, request, "ready", { ...context, knownEventId: known });
  const outputs = stack === "absent" ? {} : stack.outputs;
  return { outcome, outputs, detail: stack === "absent" ? "" : parts.detailOf(outputs, stack) };
}

/** What was told before the change is not told again. */
async function lastEventId(
  stackName: string,
  { gateways, signal }: StepContext,
): Promise<string | undefined> {
  const events = await gateways.stacks.eventsAfter(stackName, undefined, signal);
  return events.at(-1)?.id;
}

async function startChange(
  parts: StackStepParts,
  request: StackRequest,
  context: StepContext,
): Promise<StepOutcome> {
  const { stacks } = context.gateways;
  const { action } = parts;
  switch (action) {
    case "keep":
    case "adopt":
    case "wait":
      return OUTCOMES[action];
    case "create":
      await stacks.create(request, context.signal);
      return "created";
    case "update":
      return (await stacks.update(request, context.signal)) === "started" ? "updated" : "unchanged";
    case "replace":
      await stacks.remove(request.stackName, context.signal);
      await follow(parts, request, "gone", context);
      await stacks.create(request, context.signal);
      return "replaced";
  }
}

function follow(
  parts: StackStepParts,
  request: StackRequest,
  until: "ready" | "gone",
  context: StepContext & { readonly knownEventId?: string | undefined },
) {
  return waitForStack(context, {
    step: parts.id,
    stackName: request.stackName,
    followedStackName: parts.followedStackName ?? request.stackName,
    until,
    totalResources: parts.followedStackName === undefined ? resourceCountOf(request) : 0,
    deadlineMinutes: STEP_TABLE[parts.id].deadlineMinutes,
    afterEventId: context.knownEventId,
  });
}
