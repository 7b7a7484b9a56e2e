import rows from "./quotas.json" with { type: "json" };

/** One row of the shipped table of quotas. */
export interface QuotaRow {
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly quotaCode: string;
  readonly quotaName: string;
  /** AWS's default; `value` is what the sandbox's account has. */
  readonly defaultValue: number;
  readonly value: number;
  readonly adjustable: boolean;
  readonly isGlobal: boolean;
  /** Where the figures are from. */
  readonly source: string;
}

export const QUOTA_ROWS: readonly QuotaRow[] = rows;
