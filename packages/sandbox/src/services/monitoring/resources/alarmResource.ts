import type { Dimension, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties } from "../../../kernel/readProperties.ts";
import { sharedAlarmProperties } from "./sharedAlarmProperties.ts";
import { ALARM_DURATIONS } from "../durations.ts";
import { changeAlarmTags, deleteAlarm } from "./alarmLifecycle.ts";
import { comparisonOf, statisticOf, unitOf } from "./alarmEnums.ts";

const TYPE = "AWS::CloudWatch::Alarm";
const MODELLED = [
  "AlarmName",
  "AlarmDescription",
  "ActionsEnabled",
  "OKActions",
  "AlarmActions",
  "InsufficientDataActions",
  "MetricName",
  "Namespace",
  "Statistic",
  "ExtendedStatistic",
  "Dimensions",
  "Period",
  "Unit",
  "EvaluationPeriods",
  "DatapointsToAlarm",
  "Threshold",
  "ComparisonOperator",
  "TreatMissingData",
  "Tags",
];

export const alarmResource: ResourceProvider = {
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
  context.call("monitoring", "PutMetricAlarm", { ...metricOf(properties), AlarmName });
}

function metricOf(properties: JsonObject): Omit<PutMetricAlarmInput, "AlarmName"> {
  const read = readProperties(properties);
  return {
    ...sharedAlarmProperties(read),
    MetricName: read.text("MetricName"),
    Namespace: read.text("Namespace"),
    Statistic: statisticOf(read.text("Statistic")),
    ExtendedStatistic: read.text("ExtendedStatistic"),
    Dimensions: read
      .objects("Dimensions")
      .map((dimension): Dimension => ({ Name: dimension.text("Name"), Value: dimension.text("Value") })),
    Period: read.number("Period"),
    Unit: unitOf(read.text("Unit")),
    EvaluationPeriods: read.number("EvaluationPeriods"),
    DatapointsToAlarm: read.number("DatapointsToAlarm"),
    Threshold: read.number("Threshold"),
    ComparisonOperator: comparisonOf(read.text("ComparisonOperator")),
    TreatMissingData: read.text("TreatMissingData"),
  };
}
