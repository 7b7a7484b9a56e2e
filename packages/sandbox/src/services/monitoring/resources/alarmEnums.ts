import type { ComparisonOperator, StandardUnit, Statistic } from "@aws-sdk/client-cloudwatch";
import { validationError } from "../monitoringErrors.ts";

const STATISTICS: readonly Statistic[] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
const COMPARISONS: readonly ComparisonOperator[] = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
];
const UNITS: readonly StandardUnit[] = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  "Bytes",
  "Kilobytes",
  "Megabytes",
  "Gigabytes",
  "Terabytes",
  "Percent",
  "Count",
  "Bytes/Second",
  "Count/Second",
  "None",
];

export function statisticOf(text: string | undefined): Statistic | undefined {
  return oneOf(STATISTICS, text, "statistic");
}

export function comparisonOf(text: string | undefined): ComparisonOperator | undefined {
  return oneOf(COMPARISONS, text, "comparisonOperator");
}

export function unitOf(text: string | undefined): StandardUnit | undefined {
  return oneOf(UNITS, text, "unit");
}

function oneOf<Value extends string>(
  known: readonly Value[],
  text: string | undefined,
  member: string,
): Value | undefined {
  const value = known.find((candidate) => candidate === text);
  if (value === undefined && text !== undefined)
    throw validationError(
      `1 validation error detected: Value '${text}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(", ")}]`,
    );
  return value;
}
