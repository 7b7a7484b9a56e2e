import type { ExportTask } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../kernel/AwsError.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { EXPORT_PENDING_MS } from "./durations.ts";
import { checkExportBucket } from "./exportDestination.ts";
import { groupOf } from "./logGroupLookup.ts";
import { checkedLimit, invalidParameter, invalidToken } from "./logsErrors.ts";
import { logsStore, type ExportTaskRecord } from "./LogsState.ts";

export const exportTaskOperations = defineOperations<"logs">()({
  CreateExportTask: {
    members: [
      "taskName",
      "logGroupName",
      "logStreamNamePrefix",
      "from",
      "to",
      "destination",
      "destinationPrefix",
    ],
    run(input, context) {
      const group = groupOf({ logGroupName: input.logGroupName ?? "" }, context);
      const { from = 0, to = 0, destination: bucket = "" } = input;
      if (to < from) throw invalidParameter("'from' timestamp must be less than or equal to 'to' timestamp.");
      checkExportBucket(bucket, context);
      const { exportTasks } = context.store(logsStore);
      if (exportTasks.some(isActive))
        throw new AwsError("LimitExceededException", "Resource limit exceeded.");
      const task: ExportTaskRecord = {
        id: context.ids.uuid("logs-export-task"),
        taskName: input.taskName,
        groupName: group.name,
        streamPrefix: input.logStreamNamePrefix ?? "",
        fromMs: from,
        toMs: to,
        bucket,
        prefix: input.destinationPrefix ?? "exportedlogs",
        createdMs: context.clock.nowMs(),
        status: "PENDING",
      };
      exportTasks.push(task);
      context.clock.schedule({
        kind: "logs.export-running",
        region: context.region,
        payload: task.id,
        afterMs: EXPORT_PENDING_MS,
      });
      return { taskId: task.id };
    },
  },
  DescribeExportTasks: {
    members: ["taskId", "statusCode", "nextToken", "limit"],
    run(input, context) {
      const tasks = context
        .store(logsStore)
        .exportTasks.filter(
          (task) =>
            (input.taskId === undefined || task.id === input.taskId) &&
            (input.statusCode === undefined || task.status === input.statusCode),
        );
      const page = pageByKey(tasks, creationKey, {
        token: input.nextToken,
        pageSize: checkedLimit(input.limit, 50),
        descending: true,
        badToken: invalidToken,
      });
      return {
        exportTasks: page.items.map(taskView),
        ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      };
    },
  },
  CancelExportTask: {
    members: ["taskId"],
    run(input, context) {
      const task = context.store(logsStore).exportTasks.find(({ id }) => id === input.taskId);
      if (task === undefined)
        throw new AwsError("ResourceNotFoundException", "The specified export task does not exist.");
      if (!isActive(task))
        throw new AwsError("InvalidOperationException", "The specified export task has already finished.");
      task.status = "CANCELLED";
      return {};
    },
  },
});

function isActive(task: ExportTaskRecord): boolean {
  return task.status === "PENDING" || task.status === "RUNNING";
}

function creationKey(task: ExportTaskRecord): string {
  return `${String(task.createdMs).padStart(16, "0")} ${task.id}`;
}

function taskView(task: ExportTaskRecord): ExportTask {
  const message = task.message ?? (task.status === "COMPLETED" ? "Completed successfully" : undefined);
  return {
    taskId: task.id,
    ...(task.taskName === undefined ? {} : { taskName: task.taskName }),
    logGroupName: task.groupName,
    from: task.fromMs,
    to: task.toMs,
    destination: task.bucket,
    destinationPrefix: task.prefix,
    status: { code: task.status, ...(message === undefined ? {} : { message }) },
    executionInfo: {
      creationTime: task.createdMs,
      ...(task.completedMs === undefined ? {} : { completionTime: task.completedMs }),
    },
  };
}
