import type { RegionContext } from "../../../kernel/CallContext.ts";
import { required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { VpcRecord } from "./NetworkRecords.ts";
import { networkParts, type AclEntryRecord, type NetworkAclRecord } from "./networkPartStore.ts";

/** All lists of the region by id: the first one of each VPC, then those that clients made. */
export function allAcls(context: RegionContext): Readonly<Record<string, NetworkAclRecord>> {
  const { acls } = networkParts(context);
  const first = Object.values(ec2State(context).vpcs).map((vpc) => [vpc.networkAclId, firstAcl(vpc)]);
  return { ...Object.fromEntries(first), ...acls };
}

/** @throws {AwsError} `InvalidNetworkAclID.NotFound` */
export function aclOf(context: RegionContext, id: string | undefined): NetworkAclRecord {
  return find(allAcls(context), required(id, "networkAclId"), resourceKinds.networkAcl);
}

/** The list in the store, so that a change of it lasts. */
export function changeableAclOf(context: RegionContext, id: string | undefined): NetworkAclRecord {
  const acl = aclOf(context, id);
  networkParts(context).acls[acl.id] = acl;
  return acl;
}

export function isFirstAcl(acl: NetworkAclRecord, context: RegionContext): boolean {
  return ec2State(context).vpcs[acl.vpcId]?.networkAclId === acl.id;
}

/** A VPC begins with a list that allows everything. */
function firstAcl(vpc: VpcRecord): NetworkAclRecord {
  const entries = [true, false].map((egress): AclEntryRecord => ({
    ruleNumber: 100,
    egress,
    protocol: "-1",
    action: "allow",
    cidrBlock: "0.0.0.0/0",
  }));
  return { id: vpc.networkAclId, vpcId: vpc.id, entries };
}
