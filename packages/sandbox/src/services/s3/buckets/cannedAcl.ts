import type { BucketCannedACL, Grant, Owner } from "@aws-sdk/client-s3";
import { AwsError } from "../../../kernel/AwsError.ts";
import { accessDenied, notModelled } from "../errors.ts";
import type { BucketState } from "../S3State.ts";

const GROUPS = {
  everyone: "http://acs.amazonaws.com/groups/global/AllUsers",
  authenticated: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
  logDelivery: "http://acs.amazonaws.com/groups/s3/LogDelivery",
} as const;

/** What each canned list grants beside the owner's full control. */
const CANNED: Readonly<
  Record<
    string,
    readonly (readonly [group: keyof typeof GROUPS, permission: "READ" | "WRITE" | "READ_ACP"])[]
  >
> = {
  private: [],
  "public-read": [["everyone", "READ"]],
  "public-read-write": [
    ["everyone", "READ"],
    ["everyone", "WRITE"],
  ],
  "authenticated-read": [["authenticated", "READ"]],
  "log-delivery-write": [
    ["logDelivery", "WRITE"],
    ["logDelivery", "READ_ACP"],
  ],
};

const PUBLIC = new Set(["public-read", "public-read-write", "authenticated-read"]);

/** @throws {AwsError} for a bucket that takes no lists, or no public ones. */
export function checkedBucketAcl(bucket: BucketState, acl: string): BucketCannedACL {
  if (bucket.ownership === "BucketOwnerEnforced" && acl !== "private")
    throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
  if (!Object.hasOwn(CANNED, acl)) throw notModelled(`The access control list ${acl}`);
  if (PUBLIC.has(acl) && bucket.publicAccessBlock?.BlockPublicAcls === true) throw accessDenied();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one of the keys above, all of which the SDK knows
  return acl as BucketCannedACL;
}

/** The grants of a bucket: kept and answered, never evaluated. */
export function grantsOf(acl: string | undefined, owner: Owner): Grant[] {
  const full: Grant = { Grantee: { ...owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" };
  const others = (CANNED[acl ?? "private"] ?? []).map(([group, Permission]): Grant => ({
    Grantee: { URI: GROUPS[group], Type: "Group" },
    Permission,
  }));
  return [full, ...others];
}
