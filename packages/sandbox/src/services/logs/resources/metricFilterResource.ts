import type { MetricTransformation, StandardUnit } from "@aws-sdk/client-cloudwatch-logs";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import {
  readProperties,
  refuseOtherProperties,
  type PropertyReader,
} from "../../../kernel/readProperties.ts";
import { METRIC_FILTER_DURATIONS } from "../durations.ts";
import { ignoreMissing } from "./ignoreMissing.ts";
import { METRIC_UNITS } from "./metricUnits.ts";

const MODELLED = ["FilterName", "FilterPattern", "LogGroupName", "MetricTransformations"];

export const metricFilterResource: ResourceProvider = {
  type: "AWS::Logs::MetricFilter",
  durations: METRIC_FILTER_DURATIONS,
  create(properties, context) {
    const filterName = readProperties(properties).text("FilterName") ?? generatedName(context, 512);
    put(filterName, properties, context);
    return { physicalId: filterName };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  update(physicalId, { after }, context) {
    put(physicalId, after, context);
  },
  delete(physicalId, properties, context) {
    const logGroupName = readProperties(properties).text("LogGroupName");
    ignoreMissing(() => context.call("logs", "DeleteMetricFilter", { logGroupName, filterName: physicalId }));
  },
};

function put(filterName: string, properties: JsonObject, context: ResourceContext): void {
  refuseOtherProperties("AWS::Logs::MetricFilter", properties, MODELLED);
  const read = readProperties(properties);
  context.call("logs", "PutMetricFilter", {
    logGroupName: read.text("LogGroupName"),
    filterName,
    filterPattern: read.text("FilterPattern"),
    metricTransformations: read.objects("MetricTransformations").map(transformation),
  });
}

function transformation(read: PropertyReader): MetricTransformation {
  const dimensions = read
    .objects("Dimensions")
    .map((dimension) => [dimension.text("Key") ?? "", dimension.text("Value") ?? ""] as const);
  return {
    metricName: read.text("MetricName"),
    metricNamespace: read.text("MetricNamespace"),
    metricValue: read.text("MetricValue"),
    defaultValue: read.number("DefaultValue"),
    dimensions: dimensions.length === 0 ? undefined : Object.fromEntries(dimensions),
    unit: unitOf(read.text("Unit")),
  };
}

function unitOf(text: string | undefined): StandardUnit | undefined {
  return METRIC_UNITS.find((unit) => unit === text);
}
