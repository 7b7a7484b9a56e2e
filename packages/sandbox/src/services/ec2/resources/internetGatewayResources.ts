import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, ignoreMissing, replaceTags, tagSpecifications } from "./ec2Resource.ts";

export const internetGatewayResource = ec2Resource({
  type: "AWS::EC2::InternetGateway",
  durations: resourceDurations.vpcPart,
  properties: ["Tags"],
  create(properties, context) {
    const { InternetGateway } = context.call("ec2", "CreateInternetGateway", {
      TagSpecifications: tagSpecifications("internet-gateway", properties, context),
    });
    return { physicalId: given(InternetGateway?.InternetGatewayId) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { InternetGatewayId: physicalId } }),
  update: replaceTags,
  delete: (InternetGatewayId, _properties, context) =>
    void context.call("ec2", "DeleteInternetGateway", { InternetGatewayId }),
});

/** `Ref` answers `IGW|vpc-…`, as recorded from AWS. */
export const vpcGatewayAttachmentResource = ec2Resource({
  type: "AWS::EC2::VPCGatewayAttachment",
  durations: resourceDurations.vpcPart,
  properties: ["InternetGatewayId", "VpcId"],
  create(properties, context) {
    const read = readProperties(properties);
    const VpcId = read.text("VpcId");
    context.call("ec2", "AttachInternetGateway", {
      VpcId,
      InternetGatewayId: read.text("InternetGatewayId"),
    });
    return { physicalId: `IGW|${given(VpcId)}` };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { AttachmentType: "IGW" } }),
  update(_physicalId, { before, after }, context) {
    const from = readProperties(before);
    const to = readProperties(after);
    const VpcId = to.text("VpcId");
    ignoreMissing(
      () =>
        void context.call("ec2", "DetachInternetGateway", {
          VpcId,
          InternetGatewayId: from.text("InternetGatewayId"),
        }),
    );
    context.call("ec2", "AttachInternetGateway", { VpcId, InternetGatewayId: to.text("InternetGatewayId") });
  },
  delete(_physicalId, properties, context) {
    const read = readProperties(properties);
    context.call("ec2", "DetachInternetGateway", {
      VpcId: read.text("VpcId"),
      InternetGatewayId: read.text("InternetGatewayId"),
    });
  },
});
