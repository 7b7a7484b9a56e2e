import { TrainyardError } from "../errors/TrainyardError.ts";
import type { AccountGateway } from "../ports/AccountGateway.ts";
import type { BilledItem } from "./DeploymentDesign.ts";
import type { PricedItem } from "./Plan.ts";

/** Prices of what is billed. Where the price list cannot be read the price is left open: no plan fails for want of a price. */
export function pricesOf(
  billed: readonly BilledItem[],
  account: AccountGateway,
  signal?: AbortSignal,
): Promise<PricedItem[]> {
  return Promise.all(
    billed.map(async ({ what, count, instanceType, usdPerHour, note }) => {
      if (instanceType === undefined) return { what, count, usdPerHour, note };
      const each = await priceOrUnknown(instanceType, account, signal);
      return { what, count, usdPerHour: each === undefined ? undefined : each * count, note };
    }),
  );
}

async function priceOrUnknown(
  instanceType: string,
  account: AccountGateway,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  try {
    return await account.instanceUsdPerHour(instanceType, signal);
  } catch (error) {
    if (error instanceof TrainyardError) return undefined;
    throw error;
  }
}
