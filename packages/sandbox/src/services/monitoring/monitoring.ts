import { defineService } from "../../kernel/ServiceModule.ts";
import { alarmOperations } from "./alarms.ts";
import { alarmTagOperations } from "./alarmTags.ts";
import { dashboardOperations } from "./dashboards.ts";
import { alarmResource } from "./resources/alarmResource.ts";
import { compositeAlarmResource } from "./resources/compositeAlarmResource.ts";
import { dashboardResource } from "./resources/dashboardResource.ts";

/** Amazon CloudWatch: alarms and dashboards; metrics are not kept. */
export const monitoring = defineService("monitoring", {
  operations: { ...alarmOperations, ...alarmTagOperations, ...dashboardOperations },
  resourceTypes: [alarmResource, compositeAlarmResource, dashboardResource],
});
