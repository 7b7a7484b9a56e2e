import { expect, test } from "vitest";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { PRICES } from "./PriceTable.ts";
import { pricing } from "./pricing.ts";

const context = createTestKernel({ modules: [pricing] }).context("us-east-1");

function productsOf(fields: Record<string, string>, serviceCode = "AmazonEC2"): unknown[] {
  const { PriceList } = context.call("pricing", "GetProducts", {
    ServiceCode: serviceCode,
    Filters: Object.entries(fields).map(([Field, Value]) => ({ Type: "TERM_MATCH" as const, Field, Value })),
  });
  const entries: readonly unknown[] = PriceList ?? [];
  return entries.map((entry) => JSON.parse(String(entry)));
}

test("an instance type has one price by region, system and tenancy, in the price list's shape", () => {
  const found = productsOf({
    instanceType: "p5.48xlarge",
    regionCode: "us-west-2",
    operatingSystem: "Linux",
    tenancy: "Shared",
    preInstalledSw: "NA",
    capacitystatus: "Used",
  });
  expect(found).toHaveLength(1);
  const text = JSON.stringify(found);
  expect(text).toContain('"pricePerUnit":{"USD":"55.0400000000"}');
  expect(text).toContain('"vcpu":"192"');
  expect(text).toContain('"usagetype":"USW2-BoxUsage:p5.48xlarge"');
});

test("what the table does not have matches nothing", () => {
  expect(productsOf({ instanceType: "none" })).toEqual([]);
  expect(productsOf({ colour: "red" })).toEqual([]);
});

test("file systems have storage prices by throughput", () => {
  const found = productsOf(
    { fileSystemType: "Lustre", throughputCapacity: "250", regionCode: "us-east-1" },
    "AmazonFSx",
  );
  expect(JSON.stringify(found)).toContain('"unit":"GB-Mo"');
  expect(found).toHaveLength(1);
});

test("products come in pages of at most a hundred", () => {
  const first = context.call("pricing", "GetProducts", { ServiceCode: "AmazonEC2", MaxResults: 100 });
  expect(first.PriceList).toHaveLength(100);
  const second = context.call("pricing", "GetProducts", {
    ServiceCode: "AmazonEC2",
    NextToken: first.NextToken,
  });
  expect(second.PriceList).not.toEqual(first.PriceList);
});

test("services tell their attributes and the attributes their values", () => {
  const { Services } = context.call("pricing", "DescribeServices", { ServiceCode: "AmazonFSx" });
  expect(Services?.[0]?.AttributeNames).toContain("deploymentOption");
  expect(
    context.call("pricing", "GetAttributeValues", {
      ServiceCode: "AmazonFSx",
      AttributeName: "fileSystemType",
    }).AttributeValues,
  ).toEqual([{ Value: "Lustre" }, { Value: "OpenZFS" }]);
  expect(() => context.call("pricing", "DescribeServices", { ServiceCode: "None" })).toThrow(
    "Input parameters are invalid",
  );
});

test("every figure of the table says where it is from", () => {
  const rows = [...PRICES.regions, ...PRICES.instances, ...PRICES.products];
  expect(rows.filter((row) => !Object.hasOwn(PRICES.sources, row.source))).toEqual([]);
});
