import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { quotas, quotaValue } from "../account/quota.ts";
import { required } from "../requests/parameters.ts";
import { ec2State } from "../state/ec2Store.ts";
import { contains, overlaps, parseCidr, type CidrBlock } from "./cidr.ts";
import type { CidrAssociation, VpcRecord } from "./NetworkRecords.ts";
import { vpcCidr, vpcOf } from "./vpcs.ts";

export const vpcCidrBlockOperations = defineOperations<"ec2">()({
  AssociateVpcCidrBlock: {
    members: ["CidrBlock", "VpcId"],
    run(input, context) {
      const vpc = vpcOf(context, input.VpcId);
      const cidr = vpcCidr(required(input.CidrBlock, "cidrBlock"), "InvalidVpc.Range");
      refuseCidr(context, vpc, cidr);
      const association = { id: context.ids.resourceId("vpc-cidr-assoc"), cidrBlock: cidr.text };
      vpc.cidrs.push(association);
      for (const table of routeTablesOf(context, vpc.id))
        table.routes.push({
          destination: cidr.text,
          origin: "CreateRouteTable",
          target: { kind: "gatewayId", id: "local" },
        });
      return answer(vpc, association, "associating");
    },
  },
  DisassociateVpcCidrBlock: {
    members: ["AssociationId"],
    run(input, context) {
      const id = required(input.AssociationId, "associationId");
      const vpc = Object.values(ec2State(context).vpcs).find((each) =>
        each.cidrs.some((cidr) => cidr.id === id),
      );
      const association = vpc?.cidrs.find((cidr) => cidr.id === id);
      if (vpc === undefined || association === undefined)
        throw new AwsError(
          "InvalidVpcCidrBlockAssociationID.NotFound",
          `The vpc CIDR block association ID '${id}' does not exist`,
        );
      refuseDisassociation(context, vpc, association);
      vpc.cidrs = vpc.cidrs.filter((cidr) => cidr !== association);
      for (const table of routeTablesOf(context, vpc.id))
        table.routes.splice(
          table.routes.findIndex((route) => route.destination === association.cidrBlock),
          1,
        );
      return answer(vpc, association, "disassociating");
    },
  },
});

function answer(vpc: VpcRecord, association: CidrAssociation, state: "associating" | "disassociating") {
  return {
    VpcId: vpc.id,
    CidrBlockAssociation: {
      AssociationId: association.id,
      CidrBlock: association.cidrBlock,
      CidrBlockState: { State: state },
    },
  };
}

function routeTablesOf(context: RegionContext, vpcId: string) {
  return Object.values(ec2State(context).routeTables).filter((table) => table.vpcId === vpcId);
}

const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

function refuseCidr(context: RegionContext, vpc: VpcRecord, cidr: CidrBlock): void {
  const present = vpc.cidrs.flatMap((each) => parseCidr(each.cidrBlock) ?? []);
  if (present.some((each) => overlaps(each, cidr)))
    throw new AwsError("InvalidVpc.Range", `The CIDR '${cidr.text}' is invalid.`);
  const own = rangeOf(present[0]);
  const other = rangeOf(cidr);
  if (own !== undefined && other !== undefined && own !== other)
    throw new AwsError(
      "InvalidVpc.Range",
      `The CIDR '${cidr.text}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Subnets.html`,
    );
  const most = quotaValue(context, quotas.cidrBlocksPerVpc);
  if (present.length >= most)
    throw new AwsError(
      "CidrLimitExceeded",
      `This network '${vpc.id}' has met its maximum number of allowed CIDRs: ${most}`,
    );
}

function rangeOf(cidr: CidrBlock | undefined): string | undefined {
  return PRIVATE_RANGES.find((range) => {
    const block = parseCidr(range);
    return block !== undefined && cidr !== undefined && contains(block, cidr);
  });
}

function refuseDisassociation(context: RegionContext, vpc: VpcRecord, association: CidrAssociation): void {
  if (vpc.cidrs[0] === association)
    throw new AwsError(
      "OperationNotPermitted",
      `The vpc CIDR block with association ID ${association.id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  const block = parseCidr(association.cidrBlock);
  const isUsed = Object.values(ec2State(context).subnets).some((subnet) => {
    const cidr = parseCidr(subnet.cidrBlock);
    return subnet.vpcId === vpc.id && block !== undefined && cidr !== undefined && contains(block, cidr);
  });
  if (isUsed)
    throw new AwsError(
      "InvalidCidrBlock.InUse",
      `The vpc currently has a subnet within CIDR block ${association.cidrBlock}`,
    );
}
