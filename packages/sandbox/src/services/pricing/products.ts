import type { Filter } from "@aws-sdk/client-pricing";
import { AwsError } from "../../kernel/AwsError.ts";
import { compareText } from "../../kernel/NameTable.ts";
import { pageByKey, type Page } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { allOffers, offerText, type Offer } from "./Offer.ts";

export const productOperations = defineOperations<"pricing">()({
  GetProducts: {
    members: ["ServiceCode", "Filters", "FormatVersion", "NextToken", "MaxResults"],
    run(input) {
      const offers = offersOf(input.ServiceCode).filter((offer) =>
        (input.Filters ?? []).every((filter) => passes(offer, filter)),
      );
      const page = pricePage(offers, (offer) => offer.sku, input);
      return {
        FormatVersion: "aws_v1",
        PriceList: page.items.map(offerText),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  DescribeServices: {
    members: ["ServiceCode", "FormatVersion", "NextToken", "MaxResults"],
    run(input) {
      const codes = [...new Set(allOffers().map((offer) => offer.serviceCode))].filter(
        (code) => code === (input.ServiceCode ?? code),
      );
      if (codes.length === 0) throw noSuchService();
      const page = pricePage(codes, (code) => code, input);
      return {
        FormatVersion: "aws_v1",
        Services: page.items.map((ServiceCode) => ({
          ServiceCode,
          AttributeNames: attributeNames(ServiceCode),
        })),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  GetAttributeValues: {
    members: ["ServiceCode", "AttributeName", "NextToken", "MaxResults"],
    run(input) {
      const name = input.AttributeName ?? "";
      const values = [...new Set(offersOf(input.ServiceCode).map((offer) => valueOf(offer, name)))].filter(
        (value) => value !== undefined,
      );
      if (values.length === 0)
        throw new AwsError("InvalidParameterException", `Invalid attribute name: ${name}`);
      const page = pricePage(values, (value) => value, input);
      return {
        AttributeValues: page.items.map((Value) => ({ Value })),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
});

function offersOf(serviceCode: string | undefined): readonly Offer[] {
  const offers = allOffers().filter((offer) => offer.serviceCode === serviceCode);
  if (offers.length === 0) throw noSuchService();
  return offers;
}

function attributeNames(serviceCode: string): string[] {
  const names = allOffers()
    .filter((offer) => offer.serviceCode === serviceCode)
    .flatMap((offer) => Object.keys(offer.attributes));
  return [...new Set(["productFamily", "serviceCode", ...names])].sort(compareText);
}

function valueOf(offer: Offer, field: string): string | undefined {
  if (field === "productFamily") return offer.productFamily;
  if (field.toLowerCase() === "servicecode") return offer.serviceCode;
  return Object.hasOwn(offer.attributes, field) ? offer.attributes[field] : undefined;
}

/** A field that the service does not have matches nothing, as on AWS. */
function passes(offer: Offer, filter: Filter): boolean {
  const value = valueOf(offer, filter.Field ?? "")?.toLowerCase();
  const wanted = (filter.Value ?? "").toLowerCase();
  switch (filter.Type) {
    case "TERM_MATCH":
    case "EQUALS":
      return value === wanted;
    case "CONTAINS":
      return value?.includes(wanted) ?? false;
    case "ANY_OF":
      return value !== undefined && wanted.split(",").includes(value);
    case "NONE_OF":
      return value !== undefined && !wanted.split(",").includes(value);
    case undefined:
      throw new AwsError("InvalidParameterException", "Filter type must not be null");
  }
}

function pricePage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined },
): Page<Item> {
  const pageSize = input.MaxResults ?? 100;
  if (pageSize < 1 || pageSize > 100)
    throw new AwsError("InvalidParameterException", "MaxResults must be between 1 and 100");
  return pageByKey(items, keyOf, {
    token: input.NextToken,
    pageSize,
    badToken: () =>
      new AwsError(
        "InvalidNextTokenException",
        "The pagination token is invalid. Try again without a pagination token.",
      ),
  });
}

function noSuchService(): AwsError {
  return new AwsError("InvalidParameterException", "Input parameters are invalid: unknown service code.");
}
