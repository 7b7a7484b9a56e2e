import table from "./prices.json" with { type: "json" };

/** The shipped table of prices, of one day; every figure says where it is from. */
export interface PriceTable {
  /** Day of the figures. */
  readonly date: string;
  /** What the `source` words of the rows stand for. */
  readonly sources: Readonly<Record<string, string>>;
  readonly regions: readonly PriceRegion[];
  readonly instances: readonly InstancePrice[];
  readonly products: readonly ProductPrice[];
}

export interface PriceRegion {
  readonly code: string;
  readonly location: string;
  /** What usage types of the region begin with. */
  readonly usagePrefix: string;
  /** Price against that of us-east-1. */
  readonly factor: number;
  readonly source: string;
}

export interface InstancePrice {
  readonly instanceType: string;
  readonly usdPerHour: number;
  readonly source: string;
}

export interface ProductPrice {
  readonly serviceCode: string;
  readonly productFamily: string;
  readonly usageType: string;
  readonly unit: string;
  readonly usd: number;
  readonly description: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly source: string;
}

export const PRICES: PriceTable = table;
