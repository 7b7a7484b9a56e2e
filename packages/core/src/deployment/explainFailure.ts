import { TrainyardError } from "../errors/TrainyardError.ts";
import type { StackDescription, StackEvent } from "../ports/StackGateway.ts";
import type { StepContext } from "./Step.ts";

const MAX_DEPTH = 5;

/** The error for a failed stack: names the resource that failed first, following nested stacks down to the cause. */
export async function explainFailure(
  context: Pick<StepContext, "gateways" | "signal">,
  stack: StackDescription,
): Promise<TrainyardError> {
  const cause = await firstFailure(context, stack.id, MAX_DEPTH);
  const where = cause === undefined ? "" : ` at ${cause.logicalId} (${cause.resourceType})`;
  const reason = cause === undefined ? stack.statusReason : cause.reason;
  return new TrainyardError(
    "STACK_FAILED",
    `the stack ${stack.name} is ${stack.status}${where}: ${reason || "CloudFormation gives no reason"}`,
    {
      hint: `See all of it with \`trainyard events\`. When the cause is mended run \`trainyard up\` again: it replaces what failed.`,
      details: {
        stackName: stack.name,
        status: stack.status,
        logicalId: cause?.logicalId,
        resourceType: cause?.resourceType,
        reason,
      },
    },
  );
}

async function firstFailure(
  context: Pick<StepContext, "gateways" | "signal">,
  stackId: string,
  depth: number,
): Promise<StackEvent | undefined> {
  const events = await context.gateways.stacks.eventsAfter(stackId, undefined, context.signal);
  const failure = events.find(
    (event) =>
      event.status.endsWith("_FAILED") && event.physicalId !== stackId && !event.reason.includes("cancelled"),
  );
  const isStack =
    failure?.resourceType === "AWS::CloudFormation::Stack" && failure.physicalId.startsWith("arn:");
  if (!isStack || failure === undefined || depth === 0) return failure;
  return (await firstFailure(context, failure.physicalId, depth - 1)) ?? failure;
}
