import type { CompositeAlarm, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { AlarmRecord, CompositeAlarmRecord, MetricAlarmRecord } from "./MonitoringState.ts";

export function metricAlarmView(alarm: MetricAlarmRecord): MetricAlarm {
  return {
    ...sharedView(alarm),
    ...defined({
      MetricName: alarm.metricName,
      Namespace: alarm.namespace,
      Statistic: alarm.statistic,
      ExtendedStatistic: alarm.extendedStatistic,
      Period: alarm.periodSeconds,
      Unit: alarm.unit,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      Threshold: alarm.threshold,
      TreatMissingData: alarm.treatMissingData,
    }),
    Dimensions: alarm.dimensions.map(({ Name, Value }) => ({ Name, Value })),
    EvaluationPeriods: alarm.evaluationPeriods,
    ComparisonOperator: alarm.comparison,
  };
}

export function compositeAlarmView(alarm: CompositeAlarmRecord): CompositeAlarm {
  return { ...sharedView(alarm), AlarmRule: alarm.rule };
}

function sharedView(alarm: AlarmRecord) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    ...defined({ AlarmDescription: alarm.description, StateReasonData: alarm.state.reasonData }),
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredMs),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.okActions],
    AlarmActions: [...alarm.alarmActions],
    InsufficientDataActions: [...alarm.insufficientDataActions],
    StateValue: alarm.state.value,
    StateReason: alarm.state.reason,
    StateUpdatedTimestamp: new Date(alarm.state.updatedMs),
    StateTransitionedTimestamp: new Date(alarm.state.transitionedMs),
  };
}

function defined<Fields extends object>(fields: Fields): Partial<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a part of the fields themselves
  return Object.fromEntries(entries) as Partial<Fields>;
}
