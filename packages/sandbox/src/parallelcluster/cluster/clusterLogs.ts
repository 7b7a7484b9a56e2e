import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterRecord } from "./ClusterRecord.ts";

/** The host whose log it is. */
export interface LogHost {
  readonly hostName: string;
  readonly instanceId: string;
}

/** Writes lines into `<host>.<instance id>.<log>` of the cluster's group; nothing when the cluster keeps no logs. */
export function writeLog(
  context: RegionContext,
  cluster: ClusterRecord,
  place: { readonly host: LogHost; readonly log: string },
  lines: readonly string[],
): void {
  const logGroupName = cluster.settings?.logGroupName;
  if (logGroupName === undefined || lines.length === 0) return;
  const logStreamName = `${place.host.hostName}.${place.host.instanceId}.${place.log}`;
  const timestamp = context.clock.nowMs();
  const events = lines.map((message) => ({ timestamp, message }));
  const put = () =>
    void context.call("logs", "PutLogEvents", { logGroupName, logStreamName, logEvents: events });
  try {
    put();
  } catch (error) {
    if (!isMissing(error)) throw error;
    createStream(context, logGroupName, logStreamName);
    put();
  }
}

/** A line of the head node's own log. */
export function logOnHeadNode(
  context: RegionContext,
  cluster: ClusterRecord,
  log: string,
  lines: readonly string[],
): void {
  writeLog(context, cluster, { host: cluster.headNode, log }, lines);
}

/** `2026-03-13 04:55:06,717 - [slurm_plugin.clustermgtd:_maintain_nodes] - INFO - …`, as the daemons write. */
export function daemonLine(context: RegionContext, place: string, message: string, level?: string): string {
  const time = new Date(context.clock.nowMs()).toISOString().slice(0, 23).replace("T", " ").replace(".", ",");
  return `${time} - [slurm_plugin.${place}] - ${level ?? "INFO"} - ${message}`;
}

/** The agent on a host makes its stream, and the group again when someone removed it. */
function createStream(context: RegionContext, logGroupName: string, logStreamName: string): void {
  try {
    context.call("logs", "CreateLogStream", { logGroupName, logStreamName });
  } catch (error) {
    if (!isMissing(error)) throw error;
    context.call("logs", "CreateLogGroup", { logGroupName });
    context.call("logs", "CreateLogStream", { logGroupName, logStreamName });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof AwsError && error.code === "ResourceNotFoundException";
}
