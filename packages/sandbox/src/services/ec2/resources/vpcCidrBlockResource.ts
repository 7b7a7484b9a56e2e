import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given } from "./ec2Resource.ts";

export const vpcCidrBlockResource = ec2Resource({
  type: "AWS::EC2::VPCCidrBlock",
  durations: resourceDurations.subnet,
  properties: ["CidrBlock", "VpcId"],
  unwanted: { AmazonProvidedIpv6CidrBlock: false },
  create(properties, context) {
    const read = readProperties(properties);
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
