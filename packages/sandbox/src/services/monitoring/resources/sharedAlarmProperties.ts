import type { PropertyReader } from "../../../kernel/readProperties.ts";

/** What metric and composite alarms have in common. */
export function sharedAlarmProperties(read: PropertyReader) {
  return {
    AlarmDescription: read.text("AlarmDescription"),
    ActionsEnabled: read.boolean("ActionsEnabled"),
    OKActions: read.texts("OKActions"),
    AlarmActions: read.texts("AlarmActions"),
    InsufficientDataActions: read.texts("InsufficientDataActions"),
  };
}
