import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineStore } from "../../../kernel/defineStore.ts";

export interface FlowLogRecord {
  readonly id: string;
  readonly createdMs: number;
  readonly resourceId: string;
  readonly trafficType: "ACCEPT" | "REJECT" | "ALL";
  readonly destinationType: "cloud-watch-logs" | "s3" | "kinesis-data-firehose";
  readonly destination?: string | undefined;
  readonly logGroupName?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly format: string;
  readonly maxAggregationSeconds: number;
  readonly fileFormat?: "plain-text" | "parquet" | undefined;
  readonly hiveCompatible?: boolean | undefined;
  readonly perHour?: boolean | undefined;
}

const STORE = defineStore<Record<string, FlowLogRecord>>("ec2-flow-logs", "region", () => ({}));

/** By id. */
export function flowLogs(context: RegionContext): Record<string, FlowLogRecord> {
  return context.store(STORE);
}
