import type { ComparisonOperator, StandardUnit, StateValue, Statistic } from "@aws-sdk/client-cloudwatch";
import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";

export interface AlarmStateRecord {
  value: StateValue;
  reason: string;
  reasonData?: string | undefined;
  updatedMs: number;
  transitionedMs: number;
}

interface AlarmBase {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly configuredMs: number;
  readonly state: AlarmStateRecord;
  tags: { readonly Key: string; readonly Value: string }[];
}

export interface MetricAlarmRecord extends AlarmBase {
  readonly kind: "metric";
  readonly metricName?: string | undefined;
  readonly namespace?: string | undefined;
  readonly statistic?: Statistic | undefined;
  readonly extendedStatistic?: string | undefined;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly periodSeconds?: number | undefined;
  readonly unit?: StandardUnit | undefined;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number | undefined;
  readonly threshold?: number | undefined;
  readonly comparison: ComparisonOperator;
  readonly treatMissingData?: string | undefined;
}

export interface CompositeAlarmRecord extends AlarmBase {
  readonly kind: "composite";
  readonly rule: string;
}

export type AlarmRecord = MetricAlarmRecord | CompositeAlarmRecord;

export interface DashboardRecord {
  readonly name: string;
  readonly body: string;
  readonly modifiedMs: number;
}

export interface MonitoringState {
  alarms: NameTable<AlarmRecord>;
  dashboards: NameTable<DashboardRecord>;
}

export const monitoringStore = defineStore<MonitoringState>("monitoring", "region", () => ({
  alarms: {},
  dashboards: {},
}));
