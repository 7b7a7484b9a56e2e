import type { RequestStatus } from "@aws-sdk/client-service-quotas";
import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";

export interface QuotaRequestRecord {
  readonly id: string;
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly desiredValue: number;
  readonly createdMs: number;
  status: RequestStatus;
  caseId?: string | undefined;
  updatedMs: number;
}

export interface ServiceQuotasState {
  /** Values that were raised, by quota code. */
  raised: NameTable<number>;
  requests: QuotaRequestRecord[];
}

export const serviceQuotasStore = defineStore<ServiceQuotasState>("servicequotas", "region", () => ({
  raised: {},
  requests: [],
}));
