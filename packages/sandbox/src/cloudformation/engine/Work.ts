import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import { stackScope } from "../stacks/stackScope.ts";
import { activeTemplate, type ActiveTemplate } from "../template/activeTemplate.ts";
import type { OperationRecord, TaskRecord } from "./OperationRecord.ts";
import { resourceAnswers } from "./resourceAnswers.ts";

/** A stack under operation, with what its template means now. */
export interface Work {
  readonly context: RegionContext;
  readonly stack: StackRecord;
  readonly operation: OperationRecord;
  readonly scope: Scope;
  readonly active: ActiveTemplate;
}

export type Stage = "handle" | "poll";

/** How a phase treats one task, in three stages: start writes the first event, handle calls the provider, poll asks for the outcome. */
export interface PhaseWork {
  start(work: Work, task: TaskRecord): void;
  handle(work: Work, task: TaskRecord): void;
  poll(work: Work, task: TaskRecord): void;
}

export function createWork(context: RegionContext, stack: StackRecord, operation: OperationRecord): Work {
  const { definition } = stack;
  const scope = stackScope(context, stack, definition, resourceAnswers(context, stack));
  return { context, stack, operation, scope, active: activeTemplate(definition.template, scope) };
}

/** Has the task's next stage done after a modelled time. */
export function scheduleStage(work: Work, task: TaskRecord, stage: Stage, afterMs: number): void {
  const { context, stack, operation } = work;
  task.timerId = context.clock.schedule({
    kind: "cloudformation.step",
    region: context.region,
    payload: { stackId: stack.id, operationId: operation.id, phase: operation.phase, key: task.key, stage },
    afterMs,
  });
}

export function isActiveTask(task: TaskRecord): boolean {
  return task.state === "starting" || task.state === "working";
}
