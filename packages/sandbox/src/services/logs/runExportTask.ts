import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Json } from "../../kernel/json.ts";
import { findNamed, listNamed } from "../../kernel/NameTable.ts";
import type { TimerHandler } from "../../kernel/ServiceModule.ts";
import { exportRunningMs } from "./durations.ts";
import { logsStore, type EventRecord, type ExportTaskRecord } from "./LogsState.ts";
import { keptEvents } from "./storedEvents.ts";

/** Steps of an export task, by timer. */
export const exportTimers: Readonly<Record<string, TimerHandler>> = {
  "logs.export-running"(payload, context) {
    const task = activeTask(payload, context);
    if (task === undefined) return;
    task.status = "RUNNING";
    const eventCount = exportedStreams(task, context).reduce((sum, { events }) => sum + events.length, 0);
    context.clock.schedule({
      kind: "logs.export-completed",
      region: context.region,
      payload,
      afterMs: exportRunningMs(eventCount),
    });
  },
  "logs.export-completed"(payload, context) {
    const task = activeTask(payload, context);
    if (task === undefined) return;
    task.completedMs = context.clock.nowMs();
    try {
      writeExport(task, context);
      task.status = "COMPLETED";
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      task.status = "FAILED";
      task.message = error.message;
    }
  },
};

function activeTask(id: Json, context: RegionContext): ExportTaskRecord | undefined {
  const task = context.store(logsStore).exportTasks.find((candidate) => candidate.id === id);
  return task?.status === "PENDING" || task?.status === "RUNNING" ? task : undefined;
}

interface ExportedStream {
  readonly name: string;
  readonly events: readonly EventRecord[];
}

function exportedStreams(task: ExportTaskRecord, context: RegionContext): ExportedStream[] {
  const group = findNamed(context.store(logsStore).groups, task.groupName);
  if (group === undefined) return [];
  return listNamed(group.streams)
    .filter((stream) => stream.name.startsWith(task.streamPrefix))
    .map((stream) => ({
      name: stream.name,
      events: keptEvents(group, stream, context.clock.nowMs()).filter(
        ([timestampMs]) => timestampMs >= task.fromMs && timestampMs <= task.toMs,
      ),
    }))
    .filter(({ events }) => events.length > 0);
}

/** One gzip file per stream below `<prefix>/<task id>/`, and the object by which the service tries its permission. */
function writeExport(task: ExportTaskRecord, context: RegionContext): void {
  putObject(task, "aws-logs-write-test", Buffer.from("Permission Check Successful"), context);
  for (const { name, events } of exportedStreams(task, context)) {
    const lines = events.map(
      ([timestampMs, , , message]) => `${new Date(timestampMs).toISOString()} ${message}\n`,
    );
    const key = `${task.id}/${name.replaceAll("/", "-")}/000000.gz`;
    putObject(task, key, gzipSync(lines.join("")), context);
  }
}

/** S3 takes the body as a file and may move it away. */
function putObject(task: ExportTaskRecord, key: string, content: Buffer, context: RegionContext): void {
  const filePath = join(context.dataDirectory, `logs-export-${task.id}`);
  writeFileSync(filePath, content, { mode: 0o600 });
  try {
    context.call("s3", "PutObject", {
      Bucket: task.bucket,
      Key: `${task.prefix}/${key}`,
      Body: { filePath, sizeBytes: statSync(filePath).size },
    });
  } finally {
    rmSync(filePath, { force: true });
  }
}
