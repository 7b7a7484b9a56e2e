import { TrainyardError } from "../errors/TrainyardError.ts";
import type { StepContext } from "../deployment/Step.ts";
import type { DeploymentDesign } from "../deployment/DeploymentDesign.ts";
import { waitForStack } from "../deployment/waitForStack.ts";
import type { ObservedRemoval, RemovalItem, RemovalPlan } from "./Removal.ts";

const DEADLINE_MINUTES = 90;

/** Told for each part of a removal. */
export interface RemovalEvent {
  readonly type: "removal-started" | "removal-finished";
  readonly item: RemovalItem["id"];
  readonly action: RemovalItem["action"];
  readonly name: string;
  readonly atMs: number;
}

export interface RemovalContext extends Omit<StepContext, "keyFiles" | "outputsOf"> {
  readonly reportRemoval: (event: RemovalEvent) => void;
}

/**
 * Removes in an order in which nothing is in use any more when its turn comes. Export failures stop it before
 * anything is deleted.
 * @throws {TrainyardError} `STACK_FAILED`, `STEP_TIMED_OUT`, `AWS_FAILED`
 */
export async function carryOutRemoval(
  plan: RemovalPlan,
  observed: ObservedRemoval,
  design: DeploymentDesign,
  context: RemovalContext,
): Promise<void> {
  const parts: Readonly<Record<RemovalItem["id"], () => Promise<void>>> = {
    export: () => exportLinks(observed, context),
    cluster: () => removeCluster(observed, design, context),
    "engine-provider": () => removeStack(design.engineProvider.stackName, "engine-provider", context),
    scratch: () => removeFileSystem("lustre", plan, observed, context),
    home: () => removeFileSystem("openzfs", plan, observed, context),
    prerequisites: () => removePrerequisites(design, context),
    "data-bucket": async () => undefined,
    "key-pair": async () => undefined,
  };
  const run = async (ids: readonly RemovalItem["id"][]) => {
    for (const id of ids) {
      const item = plan.items.find((candidate) => candidate.id === id);
      if (item === undefined || item.action === "absent" || item.action === "retain") continue;
      tell("removal-started", item, context);
      await parts[id]();
      tell("removal-finished", item, context);
    }
  };
  await run(["export"]);
  await run(["cluster"]);
  await Promise.all([run(["engine-provider"]), run(["scratch"]), run(["home"])]);
  await run(["prerequisites"]);
}

function tell(type: RemovalEvent["type"], item: RemovalItem, { clock, reportRemoval }: RemovalContext): void {
  reportRemoval({ type, item: item.id, action: item.action, name: item.name, atMs: clock.nowMs() });
}

async function exportLinks(observed: ObservedRemoval, context: RemovalContext): Promise<void> {
  const { data } = context.gateways;
  for (const link of observed.links) {
    const taskId = await data.startExport(link.fileSystemId, [link.path], context.signal);
    const task = await poll(context, async () => {
      const found = await data.task(taskId, context.signal);
      const ended = found !== "absent" && ["SUCCEEDED", "FAILED", "CANCELED"].includes(found.lifecycle);
      return ended ? found : undefined;
    });
    if (task.lifecycle === "SUCCEEDED" && task.failedFiles === 0) continue;
    throw new TrainyardError(
      "AWS_FAILED",
      `the export of /fsx${link.path} is ${task.lifecycle}: ${task.failedFiles} of ${task.totalFiles} files are not in S3`,
      {
        hint: "Nothing was deleted. Look at the files, or leave the export out with --no-export.",
        details: { taskId, failure: task.failure },
      },
    );
  }
}

async function removeCluster(
  observed: ObservedRemoval,
  design: DeploymentDesign,
  context: RemovalContext,
): Promise<void> {
  if (observed.clusterHolder !== "absent")
    await removeStack(design.clusterStackName, "cluster", context, design.clusterName);
  const left = await context.gateways.stacks.describe(design.clusterName, context.signal);
  if (left !== "absent") await removeStack(design.clusterName, "cluster", context);
}

async function removeStack(
  stackName: string,
  step: "cluster" | "engine-provider" | "prerequisites",
  context: RemovalContext,
  followedStackName = stackName,
): Promise<void> {
  const { stacks } = context.gateways;
  const events = await stacks.eventsAfter(followedStackName, undefined, context.signal);
  await stacks.remove(stackName, context.signal);
  await waitForStack(context, {
    step,
    stackName,
    followedStackName,
    until: "gone",
    totalResources: 0,
    deadlineMinutes: DEADLINE_MINUTES,
    afterEventId: events.at(-1)?.id,
  });
}

/** The network goes with everything in it: what its stack would retain is released first. */
async function removePrerequisites(design: DeploymentDesign, context: RemovalContext): Promise<void> {
  if (design.prerequisites === undefined) return;
  const { removable } = design.prerequisites;
  const { stacks } = context.gateways;
  const events = await stacks.eventsAfter(removable.stackName, undefined, context.signal);
  if ((await stacks.update(removable, context.signal)) === "started")
    await waitForStack(context, {
      step: "prerequisites",
      stackName: removable.stackName,
      followedStackName: removable.stackName,
      until: "ready",
      totalResources: 0,
      deadlineMinutes: DEADLINE_MINUTES,
      afterEventId: events.at(-1)?.id,
    });
  await removeStack(removable.stackName, "prerequisites", context);
}

/** Deletes a file system by itself when the network around it stays; else the network's stack deletes it. */
async function removeFileSystem(
  kind: "lustre" | "openzfs",
  plan: RemovalPlan,
  observed: ObservedRemoval,
  context: RemovalContext,
): Promise<void> {
  const { data } = context.gateways;
  const system = observed.fileSystems.find((candidate) => candidate.kind === kind);
  const goesWithNetwork = plan.items.some(({ id, action }) => id === "prerequisites" && action === "remove");
  if (system === undefined || goesWithNetwork) return;
  await data.removeFileSystem(system.id, context.signal);
  await poll(context, async () => {
    const left = await data.fileSystems([system.id], context.signal);
    return left.length === 0 ? system : undefined;
  });
}

async function poll<Found>(context: RemovalContext, look: () => Promise<Found | undefined>): Promise<Found> {
  const deadlineMs = context.clock.nowMs() + DEADLINE_MINUTES * 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (context.clock.nowMs() >= deadlineMs)
      throw new TrainyardError(
        "STEP_TIMED_OUT",
        `the removal is not done after ${DEADLINE_MINUTES} minutes`,
        {
          hint: "Run `trainyard down` again; it goes on from there.",
        },
      );
    await context.clock.sleep(context.pollIntervalMs, context.signal);
  }
}
