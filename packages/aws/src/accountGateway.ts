import { GetProductsCommand, type PricingClient } from "@aws-sdk/client-pricing";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { AccountGateway } from "@trainyard/core";
import { abortOptions } from "./abortOptions.ts";
import { translated } from "./translateError.ts";

export function createAccountGateway(sts: STSClient, pricing: PricingClient, region: string): AccountGateway {
  return {
    caller: (signal) =>
      translated("GetCallerIdentity", async () => {
        const answer = await sts.send(new GetCallerIdentityCommand({}), abortOptions(signal));
        return { accountId: answer.Account ?? "", arn: answer.Arn ?? "" };
      }),
    instanceUsdPerHour: (instanceType, signal) =>
      translated("GetProducts", async () => {
        const filters = {
          instanceType,
          regionCode: region,
          operatingSystem: "Linux",
          tenancy: "Shared",
          preInstalledSw: "NA",
          capacitystatus: "Used",
        };
        const answer = await pricing.send(
          new GetProductsCommand({
            ServiceCode: "AmazonEC2",
            Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value })),
            MaxResults: 10,
          }),
          abortOptions(signal),
        );
        const products: readonly unknown[] = answer.PriceList ?? [];
        const prices = products.map((product) => onDemandUsd(JSON.parse(String(product))));
        return prices.find((usdPerHour) => usdPerHour !== undefined);
      }),
  };
}

/** The price list nests `terms.OnDemand.<offer>.priceDimensions.<rate>.pricePerUnit.USD`. */
function onDemandUsd(product: unknown): number | undefined {
  const offers = childrenOf(member(member(product, "terms"), "OnDemand"));
  for (const offer of offers) {
    for (const dimension of childrenOf(member(offer, "priceDimensions"))) {
      const usd = Number(member(member(dimension, "pricePerUnit"), "USD"));
      if (usd > 0) return usd;
    }
  }
  return undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function childrenOf(value: unknown): readonly unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}
