import type { StackEvent } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { openProject, type OpenProject } from "../session/openProject.ts";

interface EventFlags {
  readonly file: string | undefined;
  readonly failed: boolean;
  readonly follow: boolean;
  readonly limit: number | undefined;
}

const DEFAULT_LIMIT = 100;

export async function handleEvents(
  { flags }: { readonly flags: EventFlags },
  context: CommandContext,
): Promise<void> {
  const project = await openProject(flags.file, context);
  const lastIds = new Map<string, string>();
  const first = await newEvents(project, lastIds, context.signal);
  show(first.filter((event) => isWanted(event, flags)).slice(-(flags.limit ?? DEFAULT_LIMIT)), context);
  if (first.length === 0 && !flags.follow)
    context.output.progress(`No stack of ${project.project.name} has events.`);
  while (flags.follow && !context.signal.aborted) {
    await project.clock.sleep(project.pollIntervalMs, context.signal).catch(() => undefined);
    if (context.signal.aborted) return;
    show(
      (await newEvents(project, lastIds, context.signal)).filter((event) => isWanted(event, flags)),
      context,
    );
  }
}

/** Events of all the project's stacks, and of the stacks nested in them, that were not seen before, in order of time. */
async function newEvents(
  { gateways, names }: OpenProject,
  lastIds: Map<string, string>,
  signal: AbortSignal,
): Promise<StackEvent[]> {
  const own = [
    names.dataBucketStack,
    names.prerequisitesStack,
    names.providerStack,
    names.engineStack,
    names.cluster,
  ];
  const all = await gateways.stacks.list(signal);
  const ids = new Set(all.filter((stack) => own.includes(stack.name)).map((stack) => stack.id));
  const wanted = all.filter(
    (stack) => ids.has(stack.id) || (stack.parentId !== undefined && ids.has(stack.parentId)),
  );
  const lists = await Promise.all(
    wanted.map(async ({ id }) => {
      const events = await gateways.stacks.eventsAfter(id, lastIds.get(id), signal);
      const last = events.at(-1);
      if (last !== undefined) lastIds.set(id, last.id);
      return events;
    }),
  );
  return lists.flat().sort((a, b) => a.atMs - b.atMs);
}

function isWanted(event: StackEvent, { failed }: EventFlags): boolean {
  return !failed || event.status.endsWith("_FAILED") || event.status.includes("ROLLBACK");
}

function show(events: readonly StackEvent[], { output }: CommandContext): void {
  for (const event of events) {
    output.event({ type: "stack-event", ...event, at: new Date(event.atMs).toISOString() });
    const time = new Date(event.atMs).toISOString().replace("T", " ").slice(0, 19);
    const status = output.paint(styleOf(event.status), event.status.padEnd(20));
    const reason = event.reason === "" ? "" : `  ${event.reason}`;
    output.result(
      `${time}  ${status}  ${event.stackName}  ${event.logicalId}  ${event.resourceType}${reason}`,
    );
  }
}

function styleOf(status: string): "red" | "green" | "yellow" {
  if (status.includes("FAILED") || status.includes("ROLLBACK")) return "red";
  return status.endsWith("_COMPLETE") ? "green" : "yellow";
}
