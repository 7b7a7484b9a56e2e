import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import { findNamed, listNamed, putNamed } from "../../../kernel/NameTable.ts";
import { defineOperations, type TimerHandler } from "../../../kernel/ServiceModule.ts";
import { fsxArn } from "../arn.ts";
import { TASK_CANCELING_MS, TASK_EXECUTING_MS, TASK_PENDING_MS } from "../durations.ts";
import { badRequest, enumMember, fsxError, notModelled, unsupported } from "../errors.ts";
import { fileSystemOf } from "../fileSystems/fileSystemOf.ts";
import { fsxStore, type TaskRecord } from "../FsxState.ts";
import { linksOf } from "../links/linksOf.ts";
import { filtered, pageOf } from "../listing.ts";
import { madeBefore, requestMarkOf } from "../requestMark.ts";
import type { FsxInput, FsxOutput, Task } from "../shapes.ts";
import { checkedTags } from "../tags.ts";
import { runTask } from "./runTask.ts";
import { taskScopes } from "./taskPaths.ts";
import { checkReport, writeReport } from "./taskReport.ts";

const TASK_TYPES = [
  "EXPORT_TO_REPOSITORY",
  "IMPORT_METADATA_FROM_REPOSITORY",
  "RELEASE_DATA_FROM_FILESYSTEM",
] as const;
const ENDED: ReadonlySet<string> = new Set(["SUCCEEDED", "FAILED", "CANCELED"]);

/** Data repository tasks: exports and imports on demand. */
export const taskOperations = defineOperations<"fsx">()({
  CreateDataRepositoryTask: {
    members: [
      "Type",
      "Paths",
      "FileSystemId",
      "Report",
      "ClientRequestToken",
      "Tags",
      "ReleaseConfiguration",
    ],
    run: createTask,
  },
  DescribeDataRepositoryTasks: {
    members: ["TaskIds", "Filters", "MaxResults", "NextToken"],
    run: describeTasks,
  },
  CancelDataRepositoryTask: { members: ["TaskId"], run: cancelTask },
});

export const taskTimers: Readonly<Record<string, TimerHandler>> = {
  "fsx.task-started": (payload, context) => {
    const task = taskIn(context, payload);
    if (task?.lifecycle !== "PENDING") return;
    task.lifecycle = "EXECUTING";
    task.startMs = context.clock.nowMs();
    task.updatedMs = task.startMs;
    schedule(context, "fsx.task-ended", task.id, TASK_EXECUTING_MS);
  },
  "fsx.task-ended": (payload, context) => {
    const task = taskIn(context, payload);
    if (task?.lifecycle === "EXECUTING") finishTask(task, context);
  },
  "fsx.task-canceled": (payload, context) => {
    const task = taskIn(context, payload);
    if (task?.lifecycle !== "CANCELING") return;
    task.lifecycle = "CANCELED";
    task.endMs = context.clock.nowMs();
  },
};

function createTask(
  input: FsxInput<"CreateDataRepositoryTask">,
  context: CallContext,
): FsxOutput<"CreateDataRepositoryTask"> {
  const { tasks } = context.store(fsxStore);
  const request = requestMarkOf(input);
  const before = madeBefore(listNamed(tasks), request);
  if (before !== undefined) return { DataRepositoryTask: describeTask(before, context) };
  const type = enumMember(input.Type, "type", TASK_TYPES);
  if (type === undefined || input.Report === undefined) throw badRequest("Type and Report are required.");
  const fileSystem = fileSystemOf(context, input.FileSystemId);
  const links = linksOf(context, fileSystem.id);
  if (fileSystem.kind !== "LUSTRE" || links.length === 0)
    throw unsupported(`The file system ${fileSystem.id} is not linked to a data repository.`);
  if (listNamed(tasks).some((task) => task.fileSystemId === fileSystem.id && !ENDED.has(task.lifecycle)))
    throw fsxError(
      "DataRepositoryTaskExecuting",
      "An existing data repository task is currently executing on the file system.",
    );
  taskScopes(input.Paths ?? [], links);
  checkReport(input.Report, links);
  const nowMs = context.clock.nowMs();
  const task: TaskRecord = {
    id: context.ids.resourceId("task"),
    fileSystemId: fileSystem.id,
    request,
    type,
    paths: [...(input.Paths ?? [])],
    report: input.Report,
    releaseAfterDays: releaseAfterDays(input),
    lifecycle: "PENDING",
    creationMs: nowMs,
    updatedMs: nowMs,
    totalCount: 0,
    succeededCount: 0,
    failedCount: 0,
    tags: checkedTags(input.Tags),
  };
  putNamed(tasks, task.id, task);
  schedule(context, "fsx.task-started", task.id, TASK_PENDING_MS);
  return { DataRepositoryTask: describeTask(task, context) };
}

function describeTasks(
  input: FsxInput<"DescribeDataRepositoryTasks">,
  context: CallContext,
): FsxOutput<"DescribeDataRepositoryTasks"> {
  const ids = input.TaskIds ?? [];
  const all =
    ids.length === 0 ? listNamed(context.store(fsxStore).tasks) : ids.map((id) => taskOf(context, id));
  const chosen = filtered(all, input.Filters, {
    "file-system-id": (task) => task.fileSystemId,
    "task-lifecycle": (task) => task.lifecycle,
    "data-repository-association-id": (task) => linkIdsOf(task, context),
    "file-cache-id": () => "",
  });
  const page = pageOf(chosen, input);
  return {
    DataRepositoryTasks: page.items.map((task) => describeTask(task, context)),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
}

function cancelTask(
  input: FsxInput<"CancelDataRepositoryTask">,
  context: CallContext,
): FsxOutput<"CancelDataRepositoryTask"> {
  const task = taskOf(context, input.TaskId);
  if (ENDED.has(task.lifecycle))
    throw fsxError("DataRepositoryTaskEnded", `The data repository task ${task.id} has already ended.`);
  if (task.lifecycle !== "CANCELING") schedule(context, "fsx.task-canceled", task.id, TASK_CANCELING_MS);
  task.lifecycle = "CANCELING";
  return { TaskId: task.id, Lifecycle: task.lifecycle };
}

function finishTask(task: TaskRecord, context: RegionContext): void {
  const result = runTask(task, context);
  const reportFailure = writeReport(task, result, context);
  task.totalCount = result.totalCount;
  task.failedCount = result.failed.length;
  task.succeededCount = task.totalCount - task.failedCount;
  task.endMs = context.clock.nowMs();
  task.updatedMs = task.endMs;
  task.lifecycle = task.failedCount === 0 && reportFailure === undefined ? "SUCCEEDED" : "FAILED";
  if (task.failedCount > 0)
    task.failure = `The task failed to process ${task.failedCount} of ${task.totalCount} files.`;
  else if (reportFailure !== undefined)
    task.failure = `The completion report could not be written: ${reportFailure}`;
}

function describeTask(task: TaskRecord, context: RegionContext): Task {
  return {
    TaskId: task.id,
    Lifecycle: task.lifecycle,
    Type: task.type,
    CreationTime: new Date(task.creationMs),
    ...(task.startMs === undefined ? {} : { StartTime: new Date(task.startMs) }),
    ...(task.endMs === undefined ? {} : { EndTime: new Date(task.endMs) }),
    ResourceARN: fsxArn(context, `task/${task.id}`),
    Tags: [...task.tags],
    FileSystemId: task.fileSystemId,
    Paths: [...task.paths],
    ...(task.failure === undefined ? {} : { FailureDetails: { Message: task.failure } }),
    Status: {
      TotalCount: task.totalCount,
      SucceededCount: task.succeededCount,
      FailedCount: task.failedCount,
      LastUpdatedTime: new Date(task.updatedMs),
    },
    Report: task.report,
  };
}

function releaseAfterDays({ ReleaseConfiguration }: FsxInput<"CreateDataRepositoryTask">): number {
  const duration = ReleaseConfiguration?.DurationSinceLastAccess;
  if (duration?.Unit !== undefined && duration.Unit !== "DAYS") throw notModelled("Another unit than DAYS");
  return duration?.Value ?? 0;
}

function taskOf(context: RegionContext, id: string | undefined): TaskRecord {
  const task = findNamed(context.store(fsxStore).tasks, id ?? "");
  if (task !== undefined) return task;
  throw fsxError("DataRepositoryTaskNotFound", `Data repository task '${id ?? ""}' does not exist.`);
}

function taskIn(context: RegionContext, payload: unknown): TaskRecord | undefined {
  const id = isJsonObject(payload) ? payload["taskId"] : undefined;
  return findNamed(context.store(fsxStore).tasks, typeof id === "string" ? id : "");
}

/** The first link that the task works on: a filter compares with one. */
function linkIdsOf(task: TaskRecord, context: RegionContext): string {
  const [scope] = taskScopes(task.paths, linksOf(context, task.fileSystemId));
  return scope?.link.id ?? "";
}

function schedule(context: RegionContext, kind: string, taskId: string, afterMs: number): void {
  context.clock.schedule({ kind, region: context.region, payload: { taskId }, afterMs });
}
