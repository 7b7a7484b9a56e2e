import { defineService } from "../../kernel/ServiceModule.ts";
import { exportTaskOperations } from "./exportTasks.ts";
import { filterOperations } from "./filterEvents.ts";
import { logEventOperations } from "./logEvents.ts";
import { logGroupOperations } from "./logGroups.ts";
import { logStreamOperations } from "./logStreams.ts";
import { logTagOperations } from "./logTags.ts";
import { metricFilterOperations } from "./metricFilters.ts";
import { logGroupResource } from "./resources/logGroupResource.ts";
import { logStreamResource } from "./resources/logStreamResource.ts";
import { metricFilterResource } from "./resources/metricFilterResource.ts";
import { exportTimers } from "./runExportTask.ts";

/** Amazon CloudWatch Logs: groups, streams, events, filters and exports to S3. */
export const logs = defineService("logs", {
  operations: {
    ...logGroupOperations,
    ...logTagOperations,
    ...logStreamOperations,
    ...logEventOperations,
    ...filterOperations,
    ...metricFilterOperations,
    ...exportTaskOperations,
  },
  timers: exportTimers,
  resourceTypes: [logGroupResource, logStreamResource, metricFilterResource],
});
