import type { PutCompositeAlarmInput, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { readAlarmRule } from "./alarmRules.ts";
import { alarmOf, evaluatedState, setAlarmState } from "./alarmStates.ts";
import { compositeAlarmView, metricAlarmView } from "./alarmViews.ts";
import { checkMetricAlarm } from "./checkMetricAlarm.ts";
import { invalidNextToken, noSuchAlarm, validationError } from "./monitoringErrors.ts";
import {
  monitoringStore,
  type AlarmRecord,
  type CompositeAlarmRecord,
  type MetricAlarmRecord,
} from "./MonitoringState.ts";

const SHARED = [
  "AlarmName",
  "AlarmDescription",
  "ActionsEnabled",
  "OKActions",
  "AlarmActions",
  "InsufficientDataActions",
  "Tags",
] as const;

export const alarmOperations = defineOperations<"monitoring">()({
  PutMetricAlarm: {
    members: [
      ...SHARED,
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
    ],
    run(input, context) {
      const comparison = checkMetricAlarm(input);
      const alarm: MetricAlarmRecord = {
        ...shared(input, context),
        kind: "metric",
        metricName: input.MetricName,
        namespace: input.Namespace,
        statistic: input.Statistic,
        extendedStatistic: input.ExtendedStatistic,
        dimensions: (input.Dimensions ?? []).map(({ Name = "", Value = "" }) => ({ Name, Value })),
        periodSeconds: input.Period,
        unit: input.Unit,
        evaluationPeriods: input.EvaluationPeriods ?? 1,
        datapointsToAlarm: input.DatapointsToAlarm,
        threshold: input.Threshold,
        comparison,
        treatMissingData: input.TreatMissingData,
      };
      putNamed(context.store(monitoringStore).alarms, alarm.name, alarm);
      return {};
    },
  },
  PutCompositeAlarm: {
    members: [...SHARED, "AlarmRule"],
    run(input, context) {
      const rule = input.AlarmRule ?? "";
      const missing = readAlarmRule(rule).references.filter((name) => alarmOf(name, context) === undefined);
      if (missing.length > 0)
        throw validationError(
          `Could not save the composite alarm as alarms [${missing.join(", ")}] in the alarm rule do not exist`,
        );
      const base = shared(input, context);
      const value = evaluatedState(rule, context);
      const reason = `${base.arn} was created and its alarm rule evaluates to ${value}`;
      const alarm: CompositeAlarmRecord = {
        ...base,
        kind: "composite",
        rule,
        state: { ...base.state, value, reason },
      };
      putNamed(context.store(monitoringStore).alarms, alarm.name, alarm);
      return {};
    },
  },
  DescribeAlarms: {
    members: [
      "AlarmNames",
      "AlarmNamePrefix",
      "AlarmTypes",
      "StateValue",
      "ActionPrefix",
      "MaxRecords",
      "NextToken",
    ],
    run(input, context) {
      const types = input.AlarmTypes ?? ["MetricAlarm"];
      const alarms = listNamed(context.store(monitoringStore).alarms).filter(
        (alarm) =>
          types.includes(alarm.kind === "metric" ? "MetricAlarm" : "CompositeAlarm") &&
          (input.AlarmNames === undefined || input.AlarmNames.includes(alarm.name)) &&
          alarm.name.startsWith(input.AlarmNamePrefix ?? "") &&
          (input.StateValue === undefined || alarm.state.value === input.StateValue) &&
          (input.ActionPrefix === undefined ||
            alarm.alarmActions.some((action) => action.startsWith(input.ActionPrefix ?? ""))),
      );
      const page = pageByKey(alarms, (alarm) => alarm.name, {
        token: input.NextToken,
        pageSize: input.MaxRecords ?? 50,
        badToken: invalidNextToken,
      });
      return {
        MetricAlarms: page.items.filter((alarm) => alarm.kind === "metric").map(metricAlarmView),
        CompositeAlarms: page.items.filter((alarm) => alarm.kind === "composite").map(compositeAlarmView),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  DeleteAlarms: {
    members: ["AlarmNames"],
    run(input, context) {
      const { alarms } = context.store(monitoringStore);
      for (const name of input.AlarmNames ?? []) {
        if (findNamed(alarms, name) === undefined) throw noSuchAlarm(name);
        refuseUsed(name, input.AlarmNames ?? [], context);
      }
      for (const name of input.AlarmNames ?? []) removeNamed(alarms, name);
      return {};
    },
  },
  SetAlarmState: {
    members: ["AlarmName", "StateValue", "StateReason", "StateReasonData"],
    run(input, context) {
      const alarm = findNamed(context.store(monitoringStore).alarms, input.AlarmName ?? "");
      if (alarm === undefined) throw noSuchAlarm(input.AlarmName ?? "");
      const value = (["OK", "ALARM", "INSUFFICIENT_DATA"] as const).find((one) => one === input.StateValue);
      if (value === undefined)
        throw validationError(
          `1 validation error detected: Value '${input.StateValue ?? ""}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]`,
        );
      const reasonData = input.StateReasonData;
      setAlarmState(alarm, { value, reason: input.StateReason ?? "", reasonData }, context);
      return {};
    },
  },
});

function shared(input: PutMetricAlarmInput | PutCompositeAlarmInput, context: CallContext) {
  const name = input.AlarmName ?? "";
  const present = findNamed(context.store(monitoringStore).alarms, name);
  const nowMs = context.clock.nowMs();
  const actions = {
    actionsEnabled: input.ActionsEnabled ?? true,
    okActions: input.OKActions ?? [],
    alarmActions: input.AlarmActions ?? [],
    insufficientDataActions: input.InsufficientDataActions ?? [],
  };
  return {
    name,
    arn: `arn:aws:cloudwatch:${context.region}:${context.accountId}:alarm:${name}`,
    description: input.AlarmDescription,
    ...actions,
    configuredMs: nowMs,
    state: present?.state ?? {
      value: "INSUFFICIENT_DATA" as const,
      reason: "Unchecked: Initial alarm creation",
      updatedMs: nowMs,
      transitionedMs: nowMs,
    },
    tags: present?.tags ?? (input.Tags ?? []).map(({ Key = "", Value = "" }) => ({ Key, Value })),
  };
}

/** An alarm that a composite alarm names stays, unless that goes too. */
function refuseUsed(name: string, going: readonly string[], context: CallContext): void {
  const user = listNamed(context.store(monitoringStore).alarms).find(
    (alarm: AlarmRecord) =>
      alarm.kind === "composite" &&
      !going.includes(alarm.name) &&
      readAlarmRule(alarm.rule).references.some((reference) => alarmOf(reference, context)?.name === name),
  );
  if (user !== undefined)
    throw validationError(
      `Cannot delete ${name} as there are composite alarm(s) depending on it: ${user.name}`,
    );
}
