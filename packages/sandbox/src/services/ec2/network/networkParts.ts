import type { DhcpOptions, NetworkAcl } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { applyFilters } from "../requests/filters.ts";
import { list } from "../requests/listing.ts";
import { refuseDryRun } from "../requests/parameters.ts";
import { missing, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/Ec2State.ts";
import { fixedId } from "../state/fixedId.ts";
import type { VpcRecord } from "./NetworkRecords.ts";

/** Parts of the network that every VPC has and that the sandbox lets nobody change. */
export const networkPartOperations = defineOperations<"ec2">()({
  DescribeNetworkAcls: {
    members: ["DryRun", "Filters", "MaxResults", "NetworkAclIds", "NextToken"],
    run(input, context) {
      const vpcs = Object.values(ec2State(context).vpcs);
      const page = list(
        {
          kind: resourceKinds.networkAcl,
          items: Object.fromEntries(vpcs.map((vpc) => [vpc.networkAclId, vpc])),
          idOf: (vpc) => vpc.networkAclId,
          fields: {
            "association.subnet-id": (vpc) => subnetsOf(context, vpc).map((subnet) => subnet.id),
            default: () => true,
            "network-acl-id": (vpc) => vpc.networkAclId,
            "owner-id": () => context.accountId,
            "vpc-id": (vpc) => vpc.id,
          },
        },
        { ...input, ids: input.NetworkAclIds },
      );
      return { NetworkAcls: page.items.map((vpc) => networkAcl(vpc, context)), NextToken: page.nextToken };
    },
  },
  DescribeDhcpOptions: {
    members: ["DhcpOptionsIds", "DryRun", "Filters"],
    run(input, context) {
      const id = fixedId(context, "dopt", "default");
      const absent = (input.DhcpOptionsIds ?? []).filter((wanted) => wanted !== id);
      if (absent.length > 0) throw missing(absent, resourceKinds.dhcpOptions);
      const selected = applyFilters([dhcpOptions(id, context)], input.Filters, {
        fields: {
          "dhcp-options-id": (options) => options.DhcpOptionsId,
          "owner-id": () => context.accountId,
        },
      });
      refuseDryRun(input.DryRun);
      return { DhcpOptions: [...selected] };
    },
  },
  /** No peering can be made in the sandbox, so there is none. */
  DescribeVpcPeeringConnections: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      applyFilters([], input.Filters, {
        fields: {
          "accepter-vpc-info.cidr-block": () => undefined,
          "accepter-vpc-info.owner-id": () => undefined,
          "accepter-vpc-info.vpc-id": () => undefined,
          "expiration-time": () => undefined,
          "requester-vpc-info.cidr-block": () => undefined,
          "requester-vpc-info.owner-id": () => context.accountId,
          "requester-vpc-info.vpc-id": () => undefined,
          "status-code": () => undefined,
          "status-message": () => undefined,
          "vpc-peering-connection-id": () => undefined,
        },
        tagsOf: () => [],
      });
      refuseDryRun(input.DryRun);
      return { VpcPeeringConnections: [] };
    },
  },
});

function subnetsOf(context: RegionContext, vpc: VpcRecord) {
  return Object.values(ec2State(context).subnets).filter((subnet) => subnet.vpcId === vpc.id);
}

function networkAcl(vpc: VpcRecord, context: RegionContext): NetworkAcl {
  const entries = [true, false].flatMap((Egress) => [
    { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "allow" as const, RuleNumber: 100 },
    { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "deny" as const, RuleNumber: 32_767 },
  ]);
  return {
    Associations: subnetsOf(context, vpc).map((subnet) => ({
      NetworkAclAssociationId: subnet.networkAclAssociationId,
      NetworkAclId: vpc.networkAclId,
      SubnetId: subnet.id,
    })),
    Entries: entries,
    IsDefault: true,
    NetworkAclId: vpc.networkAclId,
    OwnerId: context.accountId,
    Tags: [],
    VpcId: vpc.id,
  };
}

function dhcpOptions(id: string, context: RegionContext): DhcpOptions {
  const domain = context.region === "us-east-1" ? "ec2.internal" : `${context.region}.compute.internal`;
  return {
    DhcpConfigurations: [
      { Key: "domain-name", Values: [{ Value: domain }] },
      { Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] },
    ],
    DhcpOptionsId: id,
    OwnerId: context.accountId,
    Tags: [],
  };
}
