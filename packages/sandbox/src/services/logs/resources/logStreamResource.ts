import type { ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { LOG_GROUP_DURATIONS } from "../durations.ts";
import { ignoreMissing } from "./ignoreMissing.ts";

export const logStreamResource: ResourceProvider = {
  type: "AWS::Logs::LogStream",
  durations: LOG_GROUP_DURATIONS,
  create(properties, context) {
    const read = readProperties(properties);
    const logStreamName = read.text("LogStreamName") ?? generatedName(context, 512);
    context.call("logs", "CreateLogStream", { logGroupName: read.text("LogGroupName"), logStreamName });
    return { physicalId: logStreamName };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  delete(physicalId, properties, context) {
    const logGroupName = readProperties(properties).text("LogGroupName");
    ignoreMissing(() => context.call("logs", "DeleteLogStream", { logGroupName, logStreamName: physicalId }));
  },
};
