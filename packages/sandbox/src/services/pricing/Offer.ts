import { createHash } from "node:crypto";
import typeRows from "@trainyard/core/data/instance-types.json" with { type: "json" };
import { PRICES, type InstancePrice, type PriceRegion, type ProductPrice } from "./PriceTable.ts";

const ON_DEMAND = "JRTCKXETXF";
const PER_UNIT = "6YS6EN2CT7";
const TYPE_ROWS = new Map(typeRows.map((row) => [row.instanceType, row]));

/** A product with its price in one region. */
export interface Offer {
  readonly sku: string;
  readonly serviceCode: string;
  readonly productFamily: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly usd: number;
  readonly description: string;
}

/** Every offer of the table, in all regions that it has prices for. */
export function allOffers(): readonly Offer[] {
  return PRICES.regions.flatMap((region) => [
    ...PRICES.instances.map((instance) => instanceOffer(instance, region)),
    ...PRICES.products.map((product) => productOffer(product, region)),
  ]);
}

/** An offer as an entry of `PriceList`: JSON text of the price list's own shape. */
export function offerText(offer: Offer): string {
  const { sku, serviceCode, productFamily, attributes, unit, usd, description } = offer;
  const rate = `${sku}.${ON_DEMAND}.${PER_UNIT}`;
  const effective = `${PRICES.date.slice(0, 7)}-01T00:00:00Z`;
  return JSON.stringify({
    product: { productFamily, attributes, sku },
    serviceCode,
    terms: {
      OnDemand: {
        [`${sku}.${ON_DEMAND}`]: {
          priceDimensions: {
            [rate]: {
              unit,
              endRange: "Inf",
              description,
              appliesTo: [],
              rateCode: rate,
              beginRange: "0",
              pricePerUnit: { USD: usd.toFixed(10) },
            },
          },
          sku,
          effectiveDate: effective,
          offerTermCode: ON_DEMAND,
          termAttributes: {},
        },
      },
    },
    version: `${PRICES.date.replaceAll("-", "")}000000`,
    publicationDate: `${PRICES.date}T00:00:00Z`,
  });
}

function instanceOffer({ instanceType, usdPerHour }: InstancePrice, region: PriceRegion): Offer {
  const usd = regionalUsd(usdPerHour, region);
  const row = TYPE_ROWS.get(instanceType);
  const usagetype = `${region.usagePrefix}BoxUsage:${instanceType}`;
  return {
    sku: skuOf("AmazonEC2", usagetype),
    serviceCode: "AmazonEC2",
    productFamily: "Compute Instance",
    attributes: {
      ...placeOf("AmazonEC2", region),
      ...(row === undefined
        ? {}
        : {
            vcpu: String(row.vcpus),
            memory: `${row.memoryMiB / 1024} GiB`,
            currentGeneration: row.currentGeneration ? "Yes" : "No",
          }),
      instanceType,
      operatingSystem: "Linux",
      tenancy: "Shared",
      preInstalledSw: "NA",
      capacitystatus: "Used",
      licenseModel: "No License required",
      marketoption: "OnDemand",
      operation: "RunInstances",
      usagetype,
    },
    unit: "Hrs",
    usd,
    description: `$${usd} per On Demand Linux ${instanceType} Instance Hour`,
  };
}

function productOffer(product: ProductPrice, region: PriceRegion): Offer {
  const usd = regionalUsd(product.usd, region);
  const usagetype = `${region.usagePrefix}${product.usageType}`;
  const own = Object.entries(product.attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    sku: skuOf(product.serviceCode, usagetype),
    serviceCode: product.serviceCode,
    productFamily: product.productFamily,
    attributes: { ...placeOf(product.serviceCode, region), ...Object.fromEntries(own), usagetype },
    unit: product.unit,
    usd,
    description: `$${usd} ${product.description}`,
  };
}

function placeOf(servicecode: string, region: PriceRegion): Record<string, string> {
  return { servicecode, regionCode: region.code, location: region.location, locationType: "AWS Region" };
}

/** Six digits behind the point are more than the price list itself gives. */
function regionalUsd(usd: number, region: PriceRegion): number {
  return Number((usd * region.factor).toFixed(6));
}

function skuOf(serviceCode: string, usageType: string): string {
  const digest = createHash("sha256").update(`${serviceCode}/${usageType}`).digest("hex");
  return BigInt(`0x${digest}`).toString(36).toUpperCase().slice(0, 16);
}
