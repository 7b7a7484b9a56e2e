import { AwsError } from "../../../kernel/AwsError.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given } from "./ec2Resource.ts";

export const vpcCidrBlockResource = ec2Resource({
  type: "AWS::EC2::VPCCidrBlock",
  durations: resourceDurations.subnet,
  properties: ["AmazonProvidedIpv6CidrBlock", "CidrBlock", "VpcId"],
  create(properties, context) {
    const read = readProperties(properties);
    // Templates say that they want none: only a wish for one is more than the sandbox models.
    if (read.boolean("AmazonProvidedIpv6CidrBlock") === true) throw noIpv6();
    const { CidrBlockAssociation } = context.call("ec2", "AssociateVpcCidrBlock", {
      VpcId: read.text("VpcId"),
      CidrBlock: read.text("CidrBlock"),
    });
    return { physicalId: given(CidrBlockAssociation?.AssociationId) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  delete: (AssociationId, _properties, context) =>
    void context.call("ec2", "DisassociateVpcCidrBlock", { AssociationId }),
});

function noIpv6(): AwsError {
  return new AwsError("UnsupportedOperation", "IPv6 addresses are not modelled by the sandbox.");
}
