import { defineOperations } from "../../../kernel/ServiceModule.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { list, type Listing } from "../requests/listing.ts";
import { required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { fixedId } from "../state/fixedId.ts";

export interface PrefixList {
  readonly id: string;
  readonly name: string;
  /** Blocks kept for benchmarks (198.18.0.0/15), so that none is a real service's. */
  readonly cidrs: readonly string[];
}

const GATEWAY_SERVICES = { s3: "198.19.252.0/24", dynamodb: "198.19.253.0/24" } as const;

export const prefixListOperations = defineOperations<"ec2">()({
  DescribePrefixLists: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "PrefixListIds"],
    run(input, context) {
      const page = list(listing(context), { ...input, ids: input.PrefixListIds });
      return {
        PrefixLists: page.items.map((each) => ({
          PrefixListId: each.id,
          PrefixListName: each.name,
          Cidrs: [...each.cidrs],
        })),
        NextToken: page.nextToken,
      };
    },
  },
  DescribeManagedPrefixLists: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "PrefixListIds"],
    run(input, context) {
      const page = list(listing(context), { ...input, ids: input.PrefixListIds });
      const { partition } = regionNamed(context.region);
      return {
        PrefixLists: page.items.map((each) => ({
          PrefixListId: each.id,
          AddressFamily: "IPv4",
          State: "create-complete",
          PrefixListArn: `arn:${partition}:ec2:${context.region}:aws:prefix-list/${each.id}`,
          PrefixListName: each.name,
          MaxEntries: undefined,
          Version: undefined,
          Tags: [],
          OwnerId: "AWS",
        })),
        NextToken: page.nextToken,
      };
    },
  },
  GetManagedPrefixListEntries: {
    members: ["DryRun", "PrefixListId"],
    run(input, context) {
      const found = find(
        prefixLists(context),
        required(input.PrefixListId, "prefixListId"),
        resourceKinds.prefixList,
      );
      return { Entries: found.cidrs.map((Cidr) => ({ Cidr, Description: "" })) };
    },
  },
});

/** The AWS-managed lists of the gateway endpoints of S3 and DynamoDB. */
export function prefixLists(context: RegionContext): Readonly<Record<string, PrefixList>> {
  return Object.fromEntries(
    Object.entries(GATEWAY_SERVICES).map(([service, cidr]) => {
      const id = prefixListId(context, service);
      return [id, { id, name: serviceName(context.region, service), cidrs: [cidr] }];
    }),
  );
}

/** Lists of AWS have ids of 8 digits: `pl-68a54001`. */
export function prefixListId(context: RegionContext, service: string): string {
  return fixedId({ ...context, accountId: "aws" }, "pl", service).slice(0, 11);
}

export function serviceName(region: string, service: string): string {
  const prefix = regionNamed(region).partition === "aws-cn" ? "cn.com.amazonaws" : "com.amazonaws";
  return `${prefix}.${region}.${service}`;
}

function listing(context: RegionContext): Listing<PrefixList> {
  return {
    kind: resourceKinds.prefixList,
    items: prefixLists(context),
    idOf: (each) => each.id,
    leastResults: 1,
    fields: {
      "owner-id": () => "AWS",
      "prefix-list-id": (each) => each.id,
      "prefix-list-name": (each) => each.name,
    },
  };
}
