import type { VPC } from "@aws-sdk/client-route-53";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { listNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { submitChange } from "./changes.ts";
import { route53Store } from "./Route53State.ts";
import { zoneOf } from "./zoneLookup.ts";

export const zoneVpcOperations = defineOperations<"route53">()({
  AssociateVPCWithHostedZone: {
    members: ["HostedZoneId", "VPC", "Comment"],
    run(input, context) {
      const zone = zoneOf(input.HostedZoneId, context);
      if (!zone.isPrivate)
        throw new AwsError(
          "PublicZoneVPCAssociation",
          "You're trying to associate a VPC with a public hosted zone. Amazon Route 53 doesn't support associating a VPC with a public hosted zone.",
        );
      zone.vpcs = [...zone.vpcs, checkedVpc(input.VPC ?? {}, zone.name, context)];
      return { ChangeInfo: submitChange(context, input.Comment) };
    },
  },
  DisassociateVPCFromHostedZone: {
    members: ["HostedZoneId", "VPC", "Comment"],
    run(input, context) {
      const zone = zoneOf(input.HostedZoneId, context);
      const rest = zone.vpcs.filter((vpc) => vpc.VPCId !== input.VPC?.VPCId);
      if (rest.length === zone.vpcs.length)
        throw new AwsError(
          "VPCAssociationNotFound",
          "The specified VPC and hosted zone are not currently associated.",
          { httpStatus: 404 },
        );
      if (rest.length === 0)
        throw new AwsError(
          "LastVPCAssociation",
          "The VPC that you're trying to disassociate from the private hosted zone is the last VPC that is associated with the hosted zone.",
        );
      zone.vpcs = rest;
      return { ChangeInfo: submitChange(context, input.Comment) };
    },
  },
});

/** The VPC when it exists and no other zone of the name serves it. */
export function checkedVpc(vpc: VPC, zoneName: string, context: CallContext): VPC {
  const { VPCId = "", VPCRegion = "us-east-1" } = vpc;
  try {
    context.inRegion(VPCRegion).call("ec2", "DescribeVpcs", { VpcIds: [VPCId] });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      "InvalidVPCId",
      `The VPC: ${VPCId} you provided is not authorized to make the association.`,
    );
  }
  const taken = listNamed(context.store(route53Store).zones).find(
    (zone) => zone.name === zoneName && zone.vpcs.some((other) => other.VPCId === VPCId),
  );
  if (taken !== undefined)
    throw new AwsError(
      "ConflictingDomainExists",
      `The VPC ${VPCId} in region ${VPCRegion} has already been associated with the hosted zone ${taken.id} with the same domain name.`,
    );
  return { VPCId, VPCRegion };
}
