import type { RequestedServiceQuotaChange } from "@aws-sdk/client-service-quotas";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { putNamed } from "../../kernel/NameTable.ts";
import { defineOperations, type TimerHandler } from "../../kernel/ServiceModule.ts";
import { REQUEST_APPROVED_MS, REQUEST_OPENED_MS } from "./durations.ts";
import { appliedValue, quotaOf, quotaView } from "./quotaLookup.ts";
import { quotaPage } from "./quotas.ts";
import { serviceQuotasStore, type QuotaRequestRecord } from "./ServiceQuotasState.ts";

export const quotaRequestOperations = defineOperations<"servicequotas">()({
  RequestServiceQuotaIncrease: {
    members: ["ServiceCode", "QuotaCode", "DesiredValue", "SupportCaseAllowed"],
    run(input, context) {
      const row = quotaOf(input.ServiceCode, input.QuotaCode, context);
      const desiredValue = input.DesiredValue ?? 0;
      if (desiredValue <= appliedValue(row, context))
        throw new AwsError(
          "IllegalArgumentException",
          "You must provide a quota value greater than the current quota value.",
        );
      const { requests } = context.store(serviceQuotasStore);
      if (requests.some((request) => request.quotaCode === row.quotaCode && isOpen(request)))
        throw new AwsError(
          "ResourceAlreadyExistsException",
          "Only one open service quota increase request is allowed per quota.",
        );
      const nowMs = context.clock.nowMs();
      const request: QuotaRequestRecord = {
        id: context.ids.hex("quota-request", 40),
        serviceCode: row.serviceCode,
        quotaCode: row.quotaCode,
        desiredValue,
        createdMs: nowMs,
        status: "PENDING",
        updatedMs: nowMs,
      };
      requests.push(request);
      later(request.id, "servicequotas.request-opened", REQUEST_OPENED_MS, context);
      return { RequestedQuota: requestView(request, context) };
    },
  },
  GetRequestedServiceQuotaChange: {
    members: ["RequestId"],
    run(input, context) {
      const request = requestById(input.RequestId, context);
      if (request === undefined)
        throw new AwsError("NoSuchResourceException", "The requested resource does not exist.");
      return { RequestedQuota: requestView(request, context) };
    },
  },
  ListRequestedServiceQuotaChangeHistory: {
    members: ["ServiceCode", "Status", "NextToken", "MaxResults"],
    run(input, context) {
      const requests = context
        .store(serviceQuotasStore)
        .requests.filter(
          (request) =>
            request.serviceCode === (input.ServiceCode ?? request.serviceCode) &&
            request.status === (input.Status ?? request.status),
        );
      return history(requests, input, context);
    },
  },
  ListRequestedServiceQuotaChangeHistoryByQuota: {
    members: ["ServiceCode", "QuotaCode", "Status", "NextToken", "MaxResults"],
    run(input, context) {
      const row = quotaOf(input.ServiceCode, input.QuotaCode, context);
      const requests = context
        .store(serviceQuotasStore)
        .requests.filter(
          (request) =>
            request.quotaCode === row.quotaCode && request.status === (input.Status ?? request.status),
        );
      return history(requests, input, context);
    },
  },
});

export const quotaRequestTimers: Readonly<Record<string, TimerHandler>> = {
  "servicequotas.request-opened"(payload, context) {
    const request = requestById(payload, context);
    if (request === undefined) return;
    request.status = "CASE_OPENED";
    request.caseId = String(17_000_000_000 + context.ids.number("support-case", 1_000_000_000));
    request.updatedMs = context.clock.nowMs();
    later(request.id, "servicequotas.request-approved", REQUEST_APPROVED_MS, context);
  },
  "servicequotas.request-approved"(payload, context) {
    const request = requestById(payload, context);
    if (request === undefined) return;
    request.status = "APPROVED";
    request.updatedMs = context.clock.nowMs();
    putNamed(context.store(serviceQuotasStore).raised, request.quotaCode, request.desiredValue);
  },
};

function isOpen(request: QuotaRequestRecord): boolean {
  return request.status === "PENDING" || request.status === "CASE_OPENED";
}

function requestById(id: unknown, context: RegionContext): QuotaRequestRecord | undefined {
  return context.store(serviceQuotasStore).requests.find((request) => request.id === id);
}

function later(id: string, kind: string, afterMs: number, context: RegionContext): void {
  context.clock.schedule({ kind, region: context.region, payload: id, afterMs });
}

function history(
  requests: readonly QuotaRequestRecord[],
  input: { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined },
  context: RegionContext,
): { RequestedQuotas: RequestedServiceQuotaChange[]; NextToken?: string } {
  const page = quotaPage(requests, (request) => `${request.createdMs} ${request.id}`, input);
  return {
    RequestedQuotas: page.items.map((request) => requestView(request, context)),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
}

function requestView(request: QuotaRequestRecord, context: RegionContext): RequestedServiceQuotaChange {
  const row = quotaOf(request.serviceCode, request.quotaCode, context);
  const { QuotaArn, ServiceName, QuotaName, GlobalQuota, Unit } = quotaView(
    row,
    row.value,
    context.accountId,
    context.region,
  );
  return {
    Id: request.id,
    ...(request.caseId === undefined ? {} : { CaseId: request.caseId }),
    ServiceCode: request.serviceCode,
    ServiceName,
    QuotaCode: request.quotaCode,
    QuotaName,
    DesiredValue: request.desiredValue,
    Status: request.status,
    Created: new Date(request.createdMs),
    LastUpdated: new Date(request.updatedMs),
    Requester: JSON.stringify({
      accountId: context.accountId,
      callerArn: `arn:aws:iam::${context.accountId}:user/sandbox`,
    }),
    QuotaArn,
    GlobalQuota,
    Unit,
    QuotaRequestedAtLevel: "ACCOUNT",
  };
}
