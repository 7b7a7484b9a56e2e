import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";
import type { LogGroupClass, StandardUnit } from "@aws-sdk/client-cloudwatch-logs";

/** `[timestamp, ingestion time, number within the group, message]`: short, as there are many of them. */
export type EventRecord = readonly [
  timestampMs: number,
  ingestionMs: number,
  sequence: number,
  message: string,
];

export interface StreamRecord {
  readonly name: string;
  readonly createdMs: number;
  /** In order of timestamp, then of arrival. */
  events: EventRecord[];
}

export interface MetricTransformationRecord {
  readonly metricName: string;
  readonly metricNamespace: string;
  readonly metricValue: string;
  readonly defaultValue?: number | undefined;
  readonly dimensions?: Record<string, string> | undefined;
  readonly unit?: StandardUnit | undefined;
}

export interface MetricFilterRecord {
  readonly name: string;
  readonly pattern: string;
  readonly createdMs: number;
  readonly transformations: readonly MetricTransformationRecord[];
}

export interface LogGroupRecord {
  readonly name: string;
  readonly createdMs: number;
  readonly groupClass: LogGroupClass;
  readonly kmsKeyId?: string | undefined;
  deletionProtected: boolean;
  retentionDays?: number | undefined;
  tags: Record<string, string>;
  streams: NameTable<StreamRecord>;
  metricFilters: NameTable<MetricFilterRecord>;
  /** Number of the last event that came to any of the streams. */
  lastSequence: number;
}

export interface ExportTaskRecord {
  readonly id: string;
  readonly taskName?: string | undefined;
  readonly groupName: string;
  readonly streamPrefix: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucket: string;
  readonly prefix: string;
  readonly createdMs: number;
  completedMs?: number | undefined;
  status: "PENDING" | "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  message?: string | undefined;
}

export interface LogsState {
  groups: NameTable<LogGroupRecord>;
  /** In order of creation. */
  exportTasks: ExportTaskRecord[];
}

export const logsStore = defineStore<LogsState>("logs", "region", () => ({ groups: {}, exportTasks: [] }));
