import type { ServiceQuota } from "@aws-sdk/client-service-quotas";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed } from "../../kernel/NameTable.ts";
import { QUOTA_ROWS, type QuotaRow } from "./QuotaTable.ts";
import { serviceQuotasStore } from "./ServiceQuotasState.ts";

const GLOBAL_REGION = "us-east-1";

/** Quotas of a service in the region; those of global services are seen in us-east-1 only. */
export function quotasOf(serviceCode: string | undefined, context: RegionContext): readonly QuotaRow[] {
  const rows = QUOTA_ROWS.filter(
    (row) => row.serviceCode === serviceCode && (!row.isGlobal || context.region === GLOBAL_REGION),
  );
  if (rows.length === 0) throw noSuchResource("service");
  return rows;
}

/** @throws {AwsError} `NoSuchResourceException`. */
export function quotaOf(
  serviceCode: string | undefined,
  quotaCode: string | undefined,
  context: RegionContext,
): QuotaRow {
  const row = quotasOf(serviceCode, context).find((candidate) => candidate.quotaCode === quotaCode);
  if (row === undefined) throw noSuchResource("quota");
  return row;
}

export function appliedValue(row: QuotaRow, context: RegionContext): number {
  return findNamed(context.store(serviceQuotasStore).raised, row.quotaCode) ?? row.value;
}

/** @param account - empty for the defaults of AWS, which belong to nobody. */
export function quotaView(row: QuotaRow, value: number, account: string, region: string): ServiceQuota {
  return {
    ServiceCode: row.serviceCode,
    ServiceName: row.serviceName,
    QuotaArn: `arn:aws:servicequotas:${row.isGlobal ? "" : region}:${account}:${row.serviceCode}/${row.quotaCode}`,
    QuotaCode: row.quotaCode,
    QuotaName: row.quotaName,
    Value: value,
    Unit: "None",
    Adjustable: row.adjustable,
    GlobalQuota: row.isGlobal,
    ...(account === "" ? {} : { QuotaAppliedAtLevel: "ACCOUNT" }),
  };
}

function noSuchResource(kind: "service" | "quota"): AwsError {
  return new AwsError(
    "NoSuchResourceException",
    `The request failed because the specified ${kind} does not exist.`,
  );
}
