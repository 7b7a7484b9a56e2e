import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties } from "../../../kernel/readProperties.ts";
import { ALARM_DURATIONS } from "../durations.ts";
import { changeAlarmTags, deleteAlarm } from "./alarmLifecycle.ts";
import { sharedAlarmProperties } from "./sharedAlarmProperties.ts";

const TYPE = "AWS::CloudWatch::CompositeAlarm";
const MODELLED = [
  "AlarmName",
  "AlarmDescription",
  "AlarmRule",
  "ActionsEnabled",
  "OKActions",
  "AlarmActions",
  "InsufficientDataActions",
  "Tags",
];

export const compositeAlarmResource: ResourceProvider = {
  type: TYPE,
  durations: ALARM_DURATIONS,
  create(properties, context) {
    const AlarmName = readProperties(properties).text("AlarmName") ?? generatedName(context, 255);
    put(AlarmName, properties, context);
    changeAlarmTags(AlarmName, {}, properties, context);
    return { physicalId: AlarmName };
  },
  read: (physicalId, _properties, context) => ({
    ref: physicalId,
    attributes: { Arn: `arn:aws:cloudwatch:${context.region}:${context.accountId}:alarm:${physicalId}` },
  }),
  update(physicalId, { before, after }, context) {
    put(physicalId, after, context);
    changeAlarmTags(physicalId, before, after, context);
  },
  delete: (physicalId, _properties, context) => deleteAlarm(physicalId, context),
};

function put(AlarmName: string, properties: JsonObject, context: ResourceContext): void {
  refuseOtherProperties(TYPE, properties, MODELLED);
  const read = readProperties(properties);
  context.call("monitoring", "PutCompositeAlarm", {
    ...sharedAlarmProperties(read),
    AlarmName,
    AlarmRule: read.text("AlarmRule"),
  });
}
