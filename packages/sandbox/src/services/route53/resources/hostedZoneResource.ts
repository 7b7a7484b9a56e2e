import type { VPC } from "@aws-sdk/client-route-53";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { ZONE_DURATIONS } from "../durations.ts";
import { vpcRegionOf } from "./vpcRegion.ts";

const TYPE = "AWS::Route53::HostedZone";
const MODELLED = ["Name", "VPCs", "HostedZoneConfig", "HostedZoneTags"];

export const hostedZoneResource: ResourceProvider = {
  type: TYPE,
  durations: ZONE_DURATIONS,
  create(properties, context) {
    refuseOtherProperties(TYPE, properties, MODELLED);
    const [first] = vpcsOf(properties, context);
    const { HostedZone } = context.call("route53", "CreateHostedZone", {
      Name: readProperties(properties).text("Name"),
      VPC: first,
      CallerReference: context.ids.uuid("route53-caller-reference"),
      HostedZoneConfig: { Comment: commentOf(properties) },
    });
    return { physicalId: (HostedZone?.Id ?? "").replace("/hostedzone/", "") };
  },
  configure(physicalId, properties, context) {
    const [, ...others] = vpcsOf(properties, context);
    for (const VPC of others)
      context.call("route53", "AssociateVPCWithHostedZone", { HostedZoneId: physicalId, VPC });
    changeTags(physicalId, {}, properties, context);
  },
  read(physicalId, _properties, context) {
    const { DelegationSet } = context.call("route53", "GetHostedZone", { Id: physicalId });
    return {
      ref: physicalId,
      attributes: { Id: physicalId, NameServers: [...(DelegationSet?.NameServers ?? [])] },
    };
  },
  update(physicalId, { before, after }, context) {
    refuseOtherProperties(TYPE, after, MODELLED);
    context.call("route53", "UpdateHostedZoneComment", { Id: physicalId, Comment: commentOf(after) });
    const [had, has] = [vpcsOf(before, context), vpcsOf(after, context)];
    for (const VPC of has.filter((vpc) => !isIn(had, vpc)))
      context.call("route53", "AssociateVPCWithHostedZone", { HostedZoneId: physicalId, VPC });
    for (const VPC of had.filter((vpc) => !isIn(has, vpc)))
      context.call("route53", "DisassociateVPCFromHostedZone", { HostedZoneId: physicalId, VPC });
    changeTags(physicalId, before, after, context);
  },
  delete(physicalId, _properties, context) {
    try {
      context.call("route53", "DeleteHostedZone", { Id: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "NoSuchHostedZone")) throw error;
    }
  },
};

function isIn(list: readonly VPC[], vpc: VPC): boolean {
  return list.some(({ VPCId }) => VPCId === vpc.VPCId);
}

function commentOf(properties: JsonObject): string | undefined {
  return readProperties(properties).object("HostedZoneConfig")?.text("Comment");
}

function vpcsOf(properties: JsonObject, context: ResourceContext): VPC[] {
  return readProperties(properties)
    .objects("VPCs")
    .map((vpc) => ({
      VPCId: vpc.text("VPCId"),
      VPCRegion: vpcRegionOf(vpc.text("VPCRegion") ?? context.region),
    }));
}

function changeTags(
  ResourceId: string,
  before: JsonObject,
  after: JsonObject,
  context: ResourceContext,
): void {
  const tagsOf = (properties: JsonObject): { Key: string; Value: string }[] =>
    resourceTags({ Tags: properties["HostedZoneTags"] ?? [] }, context.stackTags);
  const AddTags = tagsOf(after);
  const RemoveTagKeys = tagsOf(before)
    .map(({ Key }) => Key)
    .filter((key) => !AddTags.some((tag) => tag.Key === key));
  if (AddTags.length + RemoveTagKeys.length > 0)
    context.call("route53", "ChangeTagsForResource", {
      ResourceType: "hostedzone",
      ResourceId,
      AddTags,
      RemoveTagKeys,
    });
}
