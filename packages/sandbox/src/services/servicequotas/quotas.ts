import { AwsError } from "../../kernel/AwsError.ts";
import { pageByKey, type Page } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { appliedValue, quotaOf, quotasOf, quotaView } from "./quotaLookup.ts";
import { QUOTA_ROWS } from "./QuotaTable.ts";

export const quotaOperations = defineOperations<"servicequotas">()({
  GetServiceQuota: {
    members: ["ServiceCode", "QuotaCode"],
    run(input, context) {
      const row = quotaOf(input.ServiceCode, input.QuotaCode, context);
      return { Quota: quotaView(row, appliedValue(row, context), context.accountId, context.region) };
    },
  },
  ListServiceQuotas: {
    members: ["ServiceCode", "NextToken", "MaxResults", "QuotaCode"],
    run(input, context) {
      const rows = quotasOf(input.ServiceCode, context).filter(
        (row) => row.quotaCode === (input.QuotaCode ?? row.quotaCode),
      );
      const page = quotaPage(rows, (row) => row.quotaCode, input);
      return {
        Quotas: page.items.map((row) =>
          quotaView(row, appliedValue(row, context), context.accountId, context.region),
        ),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  GetAWSDefaultServiceQuota: {
    members: ["ServiceCode", "QuotaCode"],
    run(input, context) {
      const row = quotaOf(input.ServiceCode, input.QuotaCode, context);
      return { Quota: quotaView(row, row.defaultValue, "", context.region) };
    },
  },
  ListAWSDefaultServiceQuotas: {
    members: ["ServiceCode", "NextToken", "MaxResults"],
    run(input, context) {
      const page = quotaPage(quotasOf(input.ServiceCode, context), (row) => row.quotaCode, input);
      return {
        Quotas: page.items.map((row) => quotaView(row, row.defaultValue, "", context.region)),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  ListServices: {
    members: ["NextToken", "MaxResults"],
    run(input) {
      const services = [...new Map(QUOTA_ROWS.map((row) => [row.serviceCode, row.serviceName]))];
      const page = quotaPage(services, ([code]) => code, input);
      return {
        Services: page.items.map(([ServiceCode, ServiceName]) => ({ ServiceCode, ServiceName })),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
});

export function quotaPage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined },
): Page<Item> {
  const pageSize = input.MaxResults ?? 100;
  if (pageSize < 1 || pageSize > 100)
    throw new AwsError(
      "IllegalArgumentException",
      `1 validation error detected: Value '${pageSize}' at 'maxResults' failed to satisfy constraint: Member must have value ${pageSize < 1 ? "greater than or equal to 1" : "less than or equal to 100"}`,
    );
  return pageByKey(items, keyOf, {
    token: input.NextToken,
    pageSize,
    badToken: () => new AwsError("InvalidPaginationTokenException", "Invalid pagination token."),
  });
}
