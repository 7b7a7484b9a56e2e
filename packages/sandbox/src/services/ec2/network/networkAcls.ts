import type { NetworkAcl, NetworkAclAssociation } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { list } from "../requests/listing.ts";
import { invalidValue, refuseDryRun, required } from "../requests/parameters.ts";
import { resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { entryViews } from "./networkAclEntries.ts";
import { aclOf, allAcls, isFirstAcl } from "./networkAclOf.ts";
import { networkParts, type NetworkAclRecord } from "./networkPartStore.ts";
import { vpcOf } from "./vpcs.ts";

/** Network access control lists: kept and answered, never evaluated. */
export const networkAclOperations = defineOperations<"ec2">()({
  CreateNetworkAcl: {
    members: ["DryRun", "TagSpecifications", "VpcId"],
    run(input, context) {
      const vpc = vpcOf(context, input.VpcId);
      const tags = tagsFor(resourceKinds.networkAcl, input.TagSpecifications, context);
      refuseDryRun(input.DryRun);
      const acl: NetworkAclRecord = { id: context.ids.resourceId("acl"), vpcId: vpc.id, entries: [] };
      networkParts(context).acls[acl.id] = acl;
      putTags(context, acl.id, tags);
      return { NetworkAcl: describe(acl, context) };
    },
  },
  DescribeNetworkAcls: {
    members: ["DryRun", "Filters", "MaxResults", "NetworkAclIds", "NextToken"],
    run(input, context) {
      const associations = (acl: NetworkAclRecord) => associationsOf(acl, context);
      const page = list(
        {
          kind: resourceKinds.networkAcl,
          items: allAcls(context),
          idOf: (acl) => acl.id,
          tagsOf: (acl) => tagsOf(context, acl.id),
          fields: {
            "association.association-id": (acl) =>
              associations(acl).map((each) => each.NetworkAclAssociationId),
            "association.network-acl-id": (acl) => associations(acl).map((each) => each.NetworkAclId),
            "association.subnet-id": (acl) => associations(acl).map((each) => each.SubnetId),
            default: (acl) => isFirstAcl(acl, context),
            "entry.cidr": (acl) => entryViews(acl.entries).map((entry) => entry.CidrBlock),
            "entry.egress": (acl) => entryViews(acl.entries).map((entry) => entry.Egress),
            "entry.protocol": (acl) => entryViews(acl.entries).map((entry) => entry.Protocol),
            "entry.rule-action": (acl) => entryViews(acl.entries).map((entry) => entry.RuleAction),
            "entry.rule-number": (acl) => entryViews(acl.entries).map((entry) => entry.RuleNumber),
            "network-acl-id": (acl) => acl.id,
            "owner-id": () => context.accountId,
            "vpc-id": (acl) => acl.vpcId,
          },
        },
        { ...input, ids: input.NetworkAclIds },
      );
      return { NetworkAcls: page.items.map((acl) => describe(acl, context)), NextToken: page.nextToken };
    },
  },
  DeleteNetworkAcl: {
    members: ["DryRun", "NetworkAclId"],
    run(input, context) {
      const acl = aclOf(context, input.NetworkAclId);
      if (isFirstAcl(acl, context))
        throw new AwsError("InvalidParameterValue", `cannot delete default network ACL ${acl.id}`);
      if (associationsOf(acl, context).length > 0)
        throw new AwsError(
          "DependencyViolation",
          `The networkAcl '${acl.id}' has dependencies and cannot be deleted.`,
        );
      refuseDryRun(input.DryRun);
      delete networkParts(context).acls[acl.id];
      dropTags(context, acl.id);
      return {};
    },
  },
  ReplaceNetworkAclAssociation: {
    members: ["AssociationId", "DryRun", "NetworkAclId"],
    run(input, context) {
      const acl = aclOf(context, input.NetworkAclId);
      const id = required(input.AssociationId, "associationId");
      const present = Object.values(allAcls(context))
        .flatMap((each) => associationsOf(each, context))
        .find((association) => association.NetworkAclAssociationId === id);
      const subnetId = present?.SubnetId;
      if (subnetId === undefined)
        throw new AwsError("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
      if (ec2State(context).subnets[subnetId]?.vpcId !== acl.vpcId)
        throw invalidValue(`network ACL ${acl.id} and subnet ${subnetId} belong to different networks`);
      refuseDryRun(input.DryRun);
      const associationId = context.ids.resourceId("aclassoc");
      networkParts(context).aclOfSubnet[subnetId] = { associationId, aclId: acl.id };
      return { NewAssociationId: associationId };
    },
  },
});

function associationsOf(acl: NetworkAclRecord, context: RegionContext): NetworkAclAssociation[] {
  const { aclOfSubnet } = networkParts(context);
  const isFirst = isFirstAcl(acl, context);
  return Object.values(ec2State(context).subnets).flatMap((subnet) => {
    const changed = aclOfSubnet[subnet.id];
    const isOwn = changed === undefined ? isFirst && subnet.vpcId === acl.vpcId : changed.aclId === acl.id;
    return isOwn
      ? [
          {
            NetworkAclAssociationId: changed?.associationId ?? subnet.networkAclAssociationId,
            NetworkAclId: acl.id,
            SubnetId: subnet.id,
          },
        ]
      : [];
  });
}

function describe(acl: NetworkAclRecord, context: RegionContext): NetworkAcl {
  return {
    Associations: associationsOf(acl, context),
    Entries: entryViews(acl.entries),
    IsDefault: isFirstAcl(acl, context),
    NetworkAclId: acl.id,
    OwnerId: context.accountId,
    Tags: [...tagsOf(context, acl.id)],
    VpcId: acl.vpcId,
  };
}
