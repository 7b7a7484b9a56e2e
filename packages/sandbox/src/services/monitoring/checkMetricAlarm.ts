import type { ComparisonOperator, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { validationError } from "./monitoringErrors.ts";

const MISSING_DATA = ["breaching", "notBreaching", "ignore", "missing"];
const COMPARISONS: readonly ComparisonOperator[] = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
];

/** Checks what the service checks of an alarm on one metric, and answers its comparison. */
export function checkMetricAlarm(input: PutMetricAlarmInput): ComparisonOperator {
  const comparison = COMPARISONS.find((operator) => operator === input.ComparisonOperator);
  if (comparison === undefined)
    throw validationError(
      `1 validation error detected: Value '${input.ComparisonOperator ?? ""}' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [${COMPARISONS.join(", ")}]`,
    );
  if (input.MetricName === undefined || input.Namespace === undefined)
    throw validationError("Exactly one of MetricName and Metrics must be set");
  if ((input.Statistic === undefined) === (input.ExtendedStatistic === undefined))
    throw validationError("Exactly one of Statistic and ExtendedStatistic must be set");
  if (input.Period === undefined) throw validationError("Period must not be null");
  if (![10, 20, 30].includes(input.Period) && (input.Period < 60 || input.Period % 60 !== 0))
    throw validationError("Period must be 10, 20, 30 or a multiple of 60");
  checkEvaluation(input);
  return comparison;
}

function checkEvaluation(input: PutMetricAlarmInput): void {
  const { EvaluationPeriods = 0, DatapointsToAlarm } = input;
  if (EvaluationPeriods < 1)
    throw validationError(
      `1 validation error detected: Value '${EvaluationPeriods}' at 'evaluationPeriods' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  if (DatapointsToAlarm !== undefined && DatapointsToAlarm > EvaluationPeriods)
    throw validationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
  if (input.TreatMissingData !== undefined && !MISSING_DATA.includes(input.TreatMissingData))
    throw validationError(
      `The value ${input.TreatMissingData} is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].`,
    );
}
