import {
  clusterStreams,
  selectStreams,
  TrainyardError,
  type ClusterStream,
  type LogEvent,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { table } from "../render/table.ts";
import { openProject, type OpenProject } from "../session/openProject.ts";

interface LogFlags {
  readonly file: string | undefined;
  readonly node: string | undefined;
  readonly stream: string | undefined;
  readonly follow: boolean;
  readonly list: boolean;
  readonly limit: number | undefined;
}

const DEFAULT_LIMIT = 100;
/** Nodes come and go while their logs are followed. */
const LOOKS_PER_LIST = 6;
/** Events may arrive later than others with a later time. */
const OVERLAP_MS = 30_000;

export async function handleLogs(
  { flags }: { readonly flags: LogFlags },
  context: CommandContext,
): Promise<void> {
  const project = await openProject(flags.file, context);
  const group = await logGroupOf(project, context.signal);
  const streams = await streamsOf(project, group, flags, context.signal);
  if (flags.list) return list(streams, context);
  const last = await lastEvents(project, group, streams, { limit: flags.limit ?? DEFAULT_LIMIT, context });
  show(last, streams, context);
  if (!flags.follow) return;
  try {
    await follow({ project, group, flags, last, streams }, context);
  } catch (error) {
    // Ctrl-C is how following ends.
    if (!context.signal.aborted) throw error;
  }
}

interface Following {
  readonly project: OpenProject;
  readonly group: string;
  readonly flags: LogFlags;
  /** What was shown so far. */
  readonly last: readonly LogEvent[];
  readonly streams: readonly ClusterStream[];
}

async function follow(following: Following, context: CommandContext): Promise<never> {
  const { project, group, flags, last } = following;
  const { signal } = context;
  const shown = new Set<string>();
  let { streams } = following;
  let sinceMs = Math.max(0, ...last.map(({ atMs }) => atMs + 1));
  for (let look = 1; ; look += 1) {
    await project.clock.sleep(project.pollIntervalMs, signal);
    if (look % LOOKS_PER_LIST === 0) streams = await streamsOf(project, group, flags, signal);
    const query = { streams: streams.map(({ name }) => name), sinceMs: Math.max(0, sinceMs - OVERLAP_MS) };
    const events = await project.gateways.logs.events(group, query, signal);
    const fresh = events.filter((event) => isNew(event, last, shown));
    for (const { id } of fresh) shown.add(id);
    show(fresh, streams, context);
    sinceMs = Math.max(sinceMs, ...fresh.map(({ atMs }) => atMs + 1));
  }
}

function isNew(event: LogEvent, first: readonly LogEvent[], shown: ReadonlySet<string>): boolean {
  if (shown.has(event.id)) return false;
  const newestOfStream = Math.max(
    -1,
    ...first.filter(({ stream }) => stream === event.stream).map(({ atMs }) => atMs),
  );
  const sameMoment = first.some(
    ({ stream, atMs, message }) =>
      stream === event.stream && atMs === event.atMs && message === event.message,
  );
  return event.atMs >= newestOfStream && !sameMoment;
}

async function logGroupOf({ gateways, names }: OpenProject, signal: AbortSignal): Promise<string> {
  const stack = await gateways.stacks.describe(names.cluster, signal);
  if (stack === "absent")
    throw new TrainyardError("NOT_DEPLOYED", `there is no cluster ${names.cluster}`, {
      hint: "Make it with `trainyard up`.",
    });
  const group = stack.parameters["ClusterCWLogGroup"] ?? "";
  if (group !== "" && group !== "NONE") return group;
  throw new TrainyardError("LOG_NOT_FOUND", `the cluster ${names.cluster} sends no logs to CloudWatch`, {
    hint: "Look on the nodes with `trainyard connect`.",
  });
}

async function streamsOf(
  { gateways, names }: OpenProject,
  group: string,
  flags: LogFlags,
  signal: AbortSignal,
): Promise<readonly ClusterStream[]> {
  const all = await gateways.logs.streams(group, signal);
  if (all === "absent")
    throw new TrainyardError("LOG_NOT_FOUND", `there is no log group ${group}`, {
      hint: "It is made with the cluster, and removed by whoever cleans up; look at `trainyard events`.",
    });
  const streams = clusterStreams(all);
  const node = flags.list && flags.node === undefined ? "all" : (flags.node ?? (await headNodeId()));
  const wanted = { node: node === "all" ? undefined : node, log: flags.stream };
  const selected = selectStreams(streams, wanted);
  if (selected.length > 0) return selected;
  const logsThere = [...new Set(selectStreams(streams, { ...wanted, log: undefined }).map(({ log }) => log))];
  throw new TrainyardError(
    "LOG_NOT_FOUND",
    `${node === "all" ? "no node" : node} has no log${flags.stream === undefined ? "" : ` "${flags.stream}"`} in ${group}`,
    {
      hint:
        logsThere.length === 0
          ? "`trainyard logs --list` shows every node and log."
          : `There are: ${logsThere.sort().join(", ")}.`,
      details: { group, node },
    },
  );

  async function headNodeId(): Promise<string> {
    const instances = await gateways.clusters.instances(names.cluster, signal);
    return instances.find(({ role }) => role === "head-node")?.id ?? "all";
  }
}

async function lastEvents(
  { gateways }: OpenProject,
  group: string,
  streams: readonly ClusterStream[],
  { limit, context }: { readonly limit: number; readonly context: CommandContext },
): Promise<readonly LogEvent[]> {
  const lists = await Promise.all(
    streams.map(({ name }) => gateways.logs.tail(group, name, limit, context.signal)),
  );
  return lists
    .flat()
    .sort((left, right) => left.atMs - right.atMs)
    .slice(-limit);
}

function list(streams: readonly ClusterStream[], { output }: CommandContext): void {
  for (const stream of streams) output.event({ type: "log-stream", ...stream });
  output.result(table(streams.map(({ instanceId, hostName, log }) => [instanceId, hostName, log])));
}

function show(
  events: readonly LogEvent[],
  streams: readonly ClusterStream[],
  { output }: CommandContext,
): void {
  const isOne = streams.length === 1;
  const hosts = new Set(streams.map(({ hostName }) => hostName));
  for (const event of events) {
    output.event({
      type: "log",
      stream: event.stream,
      at: new Date(event.atMs).toISOString(),
      message: event.message,
    });
    const stream = streams.find(({ name }) => name === event.stream);
    const label = hosts.size > 1 ? `${stream?.hostName ?? ""} ${stream?.log ?? ""}` : (stream?.log ?? "");
    output.result(isOne ? event.message : `${output.paint("dim", label.padEnd(16))} ${event.message}`);
  }
}
