import type { DhcpOptions, NewDhcpConfiguration } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { list } from "../requests/listing.ts";
import { oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { fixedId } from "../state/fixedId.ts";
import { networkParts, type DhcpOptionsRecord } from "./networkPartStore.ts";
import { vpcOf } from "./vpcs.ts";

const KEYS = [
  "domain-name",
  "domain-name-servers",
  "ipv6-address-preferred-lease-time",
  "netbios-name-servers",
  "netbios-node-type",
  "ntp-servers",
] as const;

/** Options are kept and answered; no host acts on them. */
export const dhcpOptionsOperations = defineOperations<"ec2">()({
  CreateDhcpOptions: {
    members: ["DhcpConfigurations", "DryRun", "TagSpecifications"],
    run(input, context) {
      const configurations = configurationsOf(required(input.DhcpConfigurations, "dhcpConfiguration"));
      const tags = tagsFor(resourceKinds.dhcpOptions, input.TagSpecifications, context);
      refuseDryRun(input.DryRun);
      const options: DhcpOptionsRecord = { id: context.ids.resourceId("dopt"), configurations };
      networkParts(context).dhcpOptions[options.id] = options;
      putTags(context, options.id, tags);
      return { DhcpOptions: describe(options, context) };
    },
  },
  DescribeDhcpOptions: {
    members: ["DhcpOptionsIds", "DryRun", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const page = list(
        {
          kind: resourceKinds.dhcpOptions,
          items: allOptions(context),
          idOf: (options) => options.id,
          tagsOf: (options) => tagsOf(context, options.id),
          fields: {
            "dhcp-options-id": (options) => options.id,
            key: (options) => options.configurations.map(({ key }) => key),
            value: (options) => options.configurations.flatMap(({ values }) => values),
            "owner-id": () => context.accountId,
          },
        },
        { ...input, ids: input.DhcpOptionsIds },
      );
      return {
        DhcpOptions: page.items.map((options) => describe(options, context)),
        NextToken: page.nextToken,
      };
    },
  },
  AssociateDhcpOptions: {
    members: ["DhcpOptionsId", "DryRun", "VpcId"],
    run(input, context) {
      const vpc = vpcOf(context, input.VpcId);
      const id = required(input.DhcpOptionsId, "dhcpOptionsId");
      // The word stands for no options at all.
      if (id !== "default") find(allOptions(context), id, resourceKinds.dhcpOptions);
      refuseDryRun(input.DryRun);
      vpc.dhcpOptionsId = id;
      return {};
    },
  },
  DeleteDhcpOptions: {
    members: ["DhcpOptionsId", "DryRun"],
    run(input, context) {
      const id = required(input.DhcpOptionsId, "dhcpOptionsId");
      find(allOptions(context), id, resourceKinds.dhcpOptions);
      if (Object.values(ec2State(context).vpcs).some((vpc) => vpc.dhcpOptionsId === id))
        throw new AwsError(
          "DependencyViolation",
          `The dhcpOptions '${id}' has dependencies and cannot be deleted.`,
        );
      refuseDryRun(input.DryRun);
      delete networkParts(context).dhcpOptions[id];
      dropTags(context, id);
      return {};
    },
  },
});

/** Those that clients made, after the options that each account has. */
function allOptions(context: RegionContext): Readonly<Record<string, DhcpOptionsRecord>> {
  const id = fixedId(context, "dopt", "default");
  const domain = context.region === "us-east-1" ? "ec2.internal" : `${context.region}.compute.internal`;
  const configurations = [
    { key: "domain-name", values: [domain] },
    { key: "domain-name-servers", values: ["AmazonProvidedDNS"] },
  ];
  return { [id]: { id, configurations }, ...networkParts(context).dhcpOptions };
}

function configurationsOf(given: readonly NewDhcpConfiguration[]): DhcpOptionsRecord["configurations"] {
  const configurations = given.map(({ Key: key = "", Values: values = [] }) => ({
    key: oneOf(key, KEYS, "dhcpOptions"),
    values: [...values],
  }));
  return KEYS.flatMap((key) => configurations.filter((configuration) => configuration.key === key));
}

function describe({ id, configurations }: DhcpOptionsRecord, context: RegionContext): DhcpOptions {
  return {
    DhcpConfigurations: configurations.map(({ key, values }) => ({
      Key: key,
      Values: values.map((Value) => ({ Value })),
    })),
    DhcpOptionsId: id,
    OwnerId: context.accountId,
    Tags: [...tagsOf(context, id)],
  };
}
