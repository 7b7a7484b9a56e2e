import type { StepId } from "./DeploymentDesign.ts";
import type { Step, StepContext, StepResult } from "./Step.ts";

/**
 * Runs steps as a graph: each starts as soon as those that it needs have ended. The first failure stops the
 * others' waiting (what AWS has begun goes on there) and is thrown.
 * @returns the results by step.
 */
export async function runSteps(
  steps: readonly Step[],
  context: Omit<StepContext, "outputsOf">,
): Promise<ReadonlyMap<StepId, StepResult>> {
  const results = new Map<StepId, StepResult>();
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const running = new Map<StepId, Promise<void>>();
  const outputsOf = (id: StepId) => results.get(id)?.outputs ?? {};

  const start = (step: Step): Promise<void> => {
    const promise = running.get(step.id) ?? runAfterNeeds(step);
    running.set(step.id, promise);
    return promise;
  };
  const runAfterNeeds = async (step: Step): Promise<void> => {
    await Promise.all(steps.filter((other) => step.needs.includes(other.id)).map(start));
    signal.throwIfAborted();
    results.set(step.id, await runStep(step, { ...context, signal, outputsOf }));
  };

  let failure: { readonly error: unknown } | undefined;
  const settled = steps.map((step) =>
    start(step).catch((error: unknown) => {
      failure ??= { error };
      stop.abort(error);
    }),
  );
  await Promise.all(settled);
  if (failure !== undefined) throw failure.error;
  return results;
}

async function runStep(step: Step, context: StepContext): Promise<StepResult> {
  const { clock, report, signal } = context;
  report({ type: "step-started", step: step.id, title: step.title, atMs: clock.nowMs() });
  try {
    const result = await step.run(context);
    report({
      type: "step-finished",
      step: step.id,
      outcome: result.outcome,
      detail: result.detail,
      atMs: clock.nowMs(),
    });
    return result;
  } catch (error) {
    const message = signal.aborted ? "stopped" : messageOf(error);
    report({ type: "step-failed", step: step.id, message, atMs: clock.nowMs() });
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
