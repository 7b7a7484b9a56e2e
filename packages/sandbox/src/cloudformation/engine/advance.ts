import type { RegionContext } from "../../kernel/CallContext.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import { endPhase, isHeld } from "./endPhase.ts";
import type { Phase, TaskRecord } from "./OperationRecord.ts";
import { failProvision, isRemovalPhase } from "./phases.ts";
import { provisionWork } from "./provision.ts";
import { removalWork } from "./removal.ts";
import { revertWork } from "./revert.ts";
import { createWork, isActiveTask, type PhaseWork, type Work } from "./Work.ts";

/** Starts every task that can start, and ends the phase when nothing is left of it. */
export function advance(context: RegionContext, stack: StackRecord): void {
  for (
    let { operation } = stack;
    operation !== undefined && !isHeld(operation);
    operation = stack.operation
  ) {
    const work = createWork(context, stack, operation);
    startReady(work);
    const tasks = Object.values(operation.tasks);
    if (operation.phase === "provision" && tasks.some((task) => task.state === "failed")) failProvision(work);
    else if (tasks.some(isActiveTask)) return;
    else endPhase(work);
  }
}

export function workOf(phase: Phase): PhaseWork {
  if (isRemovalPhase(phase)) return removalWork;
  return phase === "revert" ? revertWork : provisionWork;
}

/** Tasks that end at once, such as that of an unchanged resource, let others start. */
function startReady(work: Work): void {
  const { operation } = work;
  const phaseWork = workOf(operation.phase);
  for (let ready = readyTasks(work); ready.length > 0; ready = readyTasks(work)) {
    for (const task of ready) phaseWork.start(work, task);
    if (operation.phase === "provision" && ready.some((task) => task.state === "failed")) return;
  }
}

function readyTasks({ operation }: Work): TaskRecord[] {
  return Object.values(operation.tasks).filter(
    (task) => task.state === "waiting" && task.needs.every((key) => operation.tasks[key]?.state === "done"),
  );
}
