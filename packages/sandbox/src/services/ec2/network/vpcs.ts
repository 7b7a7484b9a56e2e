import type { Vpc } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { quotas, quotaValue } from "../account/quota.ts";
import { list, type Listing } from "../requests/listing.ts";
import { invalidValue, oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { defaultRules } from "../security/defaultRules.ts";
import { ec2State } from "../state/ec2Store.ts";
import { fixedId } from "../state/fixedId.ts";
import { parseCidr, type CidrBlock } from "./cidr.ts";
import { networkParts } from "./networkPartStore.ts";
import type { VpcRecord } from "./NetworkRecords.ts";

const LARGEST_PREFIX = 16;
const SMALLEST_PREFIX = 28;

export const vpcOperations = defineOperations<"ec2">()({
  CreateVpc: {
    members: ["CidrBlock", "DryRun", "InstanceTenancy", "TagSpecifications"],
    run(input, context) {
      const cidr = vpcCidr(required(input.CidrBlock, "cidrBlock"), "InvalidVpc.Range");
      const tenancy = oneOf(input.InstanceTenancy ?? "default", ["default", "dedicated"], "instanceTenancy");
      const tags = tagsFor(resourceKinds.vpc, input.TagSpecifications, context);
      const { vpcs } = ec2State(context);
      if (Object.keys(vpcs).length >= quotaValue(context, quotas.vpcsPerRegion))
        throw new AwsError("VpcLimitExceeded", "The maximum number of VPCs has been reached.");
      refuseDryRun(input.DryRun);
      const vpc = createVpc(context, { cidr, tenancy });
      putTags(context, vpc.id, tags);
      return { Vpc: { ...describeVpc(vpc, context), State: "pending" } };
    },
  },
  DescribeVpcs: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "VpcIds"],
    run(input, context) {
      const page = list(vpcListing(context), { ...input, ids: input.VpcIds });
      return { Vpcs: page.items.map((vpc) => describeVpc(vpc, context)), NextToken: page.nextToken };
    },
  },
  DeleteVpc: {
    members: ["DryRun", "VpcId"],
    run(input, context) {
      const vpc = vpcOf(context, input.VpcId);
      if (hasDependencies(context, vpc))
        throw new AwsError(
          "DependencyViolation",
          `The vpc '${vpc.id}' has dependencies and cannot be deleted.`,
        );
      refuseDryRun(input.DryRun);
      deleteVpc(context, vpc);
      return {};
    },
  },
  DescribeVpcAttribute: {
    members: ["Attribute", "DryRun", "VpcId"],
    run(input, context) {
      const vpc = vpcOf(context, input.VpcId);
      const attribute = oneOf(required(input.Attribute, "attribute"), ATTRIBUTES, "attribute");
      refuseDryRun(input.DryRun);
      const name = MEMBER_OF_ATTRIBUTE[attribute];
      return { VpcId: vpc.id, [name]: { Value: vpc[attribute] } };
    },
  },
  ModifyVpcAttribute: {
    members: ["EnableDnsHostnames", "EnableDnsSupport", "EnableNetworkAddressUsageMetrics", "VpcId"],
    run(input, context) {
      const vpc = vpcOf(context, input.VpcId);
      const changes = [
        input.EnableDnsHostnames,
        input.EnableDnsSupport,
        input.EnableNetworkAddressUsageMetrics,
      ];
      const given = changes.filter((change) => change !== undefined).length;
      if (given === 0)
        throw new AwsError("MissingParameter", "The request must contain an attribute to modify");
      if (given > 1)
        throw new AwsError("InvalidParameterCombination", "Fields for multiple attribute types specified");
      vpc.enableDnsHostnames = input.EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames;
      vpc.enableDnsSupport = input.EnableDnsSupport?.Value ?? vpc.enableDnsSupport;
      vpc.enableNetworkAddressUsageMetrics =
        input.EnableNetworkAddressUsageMetrics?.Value ?? vpc.enableNetworkAddressUsageMetrics;
      return {};
    },
  },
});

const ATTRIBUTES = ["enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics"] as const;

const MEMBER_OF_ATTRIBUTE = {
  enableDnsSupport: "EnableDnsSupport",
  enableDnsHostnames: "EnableDnsHostnames",
  enableNetworkAddressUsageMetrics: "EnableNetworkAddressUsageMetrics",
} as const;

/** @throws {AwsError} `MissingParameter`, `InvalidVpcID.NotFound` */
export function vpcOf(context: RegionContext, id: string | undefined): VpcRecord {
  return find(ec2State(context).vpcs, required(id, "vpcId"), resourceKinds.vpc);
}

/** The VPC that is used when a call names none. */
export function defaultVpcOf(context: RegionContext): VpcRecord | undefined {
  return Object.values(ec2State(context).vpcs).find((vpc) => vpc.isDefault);
}

/**
 * @param rangeCode - the error for a size that is not allowed
 * @throws {AwsError} `InvalidParameterValue` when it is no CIDR block
 */
export function vpcCidr(text: string, rangeCode: "InvalidVpc.Range" | "InvalidSubnet.Range"): CidrBlock {
  const cidr = parseCidr(text);
  if (cidr === undefined)
    throw invalidValue(`Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  if (cidr.prefixLength < LARGEST_PREFIX || cidr.prefixLength > SMALLEST_PREFIX)
    throw new AwsError(rangeCode, `The CIDR '${text}' is invalid.`);
  return cidr;
}

export function describeVpc(vpc: VpcRecord, context: RegionContext): Vpc {
  return {
    CidrBlock: vpc.cidrs[0]?.cidrBlock,
    CidrBlockAssociationSet: vpc.cidrs.map((cidr) => ({
      AssociationId: cidr.id,
      CidrBlock: cidr.cidrBlock,
      CidrBlockState: { State: "associated" },
    })),
    DhcpOptionsId: vpc.dhcpOptionsId,
    InstanceTenancy: vpc.instanceTenancy,
    IsDefault: vpc.isDefault,
    OwnerId: context.accountId,
    State: "available",
    VpcId: vpc.id,
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
    Tags: [...tagsOf(context, vpc.id)],
  };
}

function createVpc(
  context: CallContext,
  { cidr, tenancy }: { cidr: CidrBlock; tenancy: VpcRecord["instanceTenancy"] },
): VpcRecord {
  const state = ec2State(context);
  const { ids } = context;
  const vpc: VpcRecord = {
    id: ids.resourceId("vpc"),
    isDefault: false,
    instanceTenancy: tenancy,
    dhcpOptionsId: fixedId(context, "dopt", "default"),
    cidrs: [{ id: ids.resourceId("vpc-cidr-assoc"), cidrBlock: cidr.text }],
    enableDnsSupport: true,
    enableDnsHostnames: false,
    enableNetworkAddressUsageMetrics: false,
    networkAclId: ids.resourceId("acl"),
    defaultSecurityGroupId: ids.resourceId("sg"),
    mainRouteTableId: ids.resourceId("rtb"),
  };
  state.vpcs[vpc.id] = vpc;
  state.routeTables[vpc.mainRouteTableId] = {
    id: vpc.mainRouteTableId,
    vpcId: vpc.id,
    routes: [
      { destination: cidr.text, origin: "CreateRouteTable", target: { kind: "gatewayId", id: "local" } },
    ],
    associations: [{ id: ids.resourceId("rtbassoc"), main: true }],
  };
  state.securityGroups[vpc.defaultSecurityGroupId] = {
    id: vpc.defaultSecurityGroupId,
    vpcId: vpc.id,
    name: "default",
    description: "default VPC security group",
    rules: defaultRules(vpc.defaultSecurityGroupId, context.accountId, () => ids.resourceId("sgr")),
  };
  return vpc;
}

function hasDependencies(context: RegionContext, vpc: VpcRecord): boolean {
  const state = ec2State(context);
  const isInside = (record: { readonly vpcId?: string }): boolean => record.vpcId === vpc.id;
  return (
    Object.values(state.subnets).some(isInside) ||
    Object.values(state.internetGateways).some(isInside) ||
    Object.values(state.vpcEndpoints).some(isInside) ||
    Object.values(networkParts(context).acls).some((acl) => isInside(acl) && acl.id !== vpc.networkAclId) ||
    Object.values(state.securityGroups).some(
      (group) => isInside(group) && group.id !== vpc.defaultSecurityGroupId,
    ) ||
    Object.values(state.routeTables).some((table) => isInside(table) && table.id !== vpc.mainRouteTableId)
  );
}

function deleteVpc(context: RegionContext, vpc: VpcRecord): void {
  const state = ec2State(context);
  delete state.vpcs[vpc.id];
  delete networkParts(context).acls[vpc.networkAclId];
  delete state.routeTables[vpc.mainRouteTableId];
  delete state.securityGroups[vpc.defaultSecurityGroupId];
  for (const id of [vpc.id, vpc.mainRouteTableId, vpc.defaultSecurityGroupId]) dropTags(context, id);
}

function primaryCidr(vpc: VpcRecord): string | undefined {
  return vpc.cidrs[0]?.cidrBlock;
}

function vpcListing(context: RegionContext): Listing<VpcRecord> {
  return {
    kind: resourceKinds.vpc,
    items: ec2State(context).vpcs,
    idOf: (vpc) => vpc.id,
    tagsOf: (vpc) => tagsOf(context, vpc.id),
    fields: {
      cidr: primaryCidr,
      cidrBlock: primaryCidr,
      "cidr-block": primaryCidr,
      "cidr-block-association.association-id": (vpc) => vpc.cidrs.map((cidr) => cidr.id),
      "cidr-block-association.cidr-block": (vpc) => vpc.cidrs.map((cidr) => cidr.cidrBlock),
      "cidr-block-association.state": (vpc) => vpc.cidrs.map(() => "associated"),
      "dhcp-options-id": (vpc) => vpc.dhcpOptionsId,
      "is-default": (vpc) => vpc.isDefault,
      isDefault: (vpc) => vpc.isDefault,
      "owner-id": () => context.accountId,
      state: () => "available",
      "vpc-id": (vpc) => vpc.id,
    },
  };
}
