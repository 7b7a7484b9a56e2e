import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { malformedXml, notModelled } from "../errors.ts";
import { canonicalOwner } from "../owner.ts";
import type { BucketState } from "../S3State.ts";
import type { S3Input } from "../shapes.ts";
import { bucketOf } from "./bucketOf.ts";
import { checkedBucketAcl, grantsOf } from "./cannedAcl.ts";

const GET_MEMBERS = ["Bucket", "ExpectedBucketOwner"] as const;
const PUT_MEMBERS = ["Bucket", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"] as const;

/** Who may see a bucket: public access block, ownership, access control lists. */
export const accessOperations = defineOperations<"s3">()({
  PutPublicAccessBlock: {
    members: [...PUT_MEMBERS, "PublicAccessBlockConfiguration"],
    run(input, context) {
      const given = input.PublicAccessBlockConfiguration ?? {};
      bucketOf(input, context).publicAccessBlock = {
        BlockPublicAcls: given.BlockPublicAcls ?? false,
        IgnorePublicAcls: given.IgnorePublicAcls ?? false,
        BlockPublicPolicy: given.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
      };
      return {};
    },
  },
  GetPublicAccessBlock: {
    members: GET_MEMBERS,
    run: (input, context) => {
      const bucket = bucketOf(input, context);
      if (bucket.publicAccessBlock === undefined)
        throw notFound(
          bucket,
          "NoSuchPublicAccessBlockConfiguration",
          "The public access block configuration was not found",
        );
      return { PublicAccessBlockConfiguration: bucket.publicAccessBlock };
    },
  },
  DeletePublicAccessBlock: {
    members: GET_MEMBERS,
    run(input, context) {
      delete bucketOf(input, context).publicAccessBlock;
      return {};
    },
  },
  PutBucketOwnershipControls: { members: [...PUT_MEMBERS, "OwnershipControls"], run: putOwnership },
  GetBucketOwnershipControls: {
    members: GET_MEMBERS,
    run: (input, context) => {
      const bucket = bucketOf(input, context);
      if (bucket.ownership === undefined)
        throw notFound(
          bucket,
          "OwnershipControlsNotFoundError",
          "The bucket ownership controls were not found",
        );
      return { OwnershipControls: { Rules: [{ ObjectOwnership: bucket.ownership }] } };
    },
  },
  DeleteBucketOwnershipControls: {
    members: GET_MEMBERS,
    run(input, context) {
      delete bucketOf(input, context).ownership;
      return {};
    },
  },
  GetBucketAcl: {
    members: GET_MEMBERS,
    run: (input, context) => {
      const owner = canonicalOwner(context);
      return { Owner: owner, Grants: grantsOf(bucketOf(input, context).acl, owner) };
    },
  },
  PutBucketAcl: { members: [...PUT_MEMBERS, "ACL"], run: putBucketAcl },
});

function putOwnership(
  input: S3Input<"PutBucketOwnershipControls">,
  context: CallContext,
): Record<string, never> {
  const bucket = bucketOf(input, context);
  const rules = input.OwnershipControls?.Rules ?? [];
  const ownership = rules[0]?.ObjectOwnership;
  if (
    rules.length !== 1 ||
    (ownership !== "BucketOwnerEnforced" &&
      ownership !== "BucketOwnerPreferred" &&
      ownership !== "ObjectWriter")
  )
    throw malformedXml();
  bucket.ownership = ownership;
  return {};
}

function putBucketAcl(input: S3Input<"PutBucketAcl">, context: CallContext): Record<string, never> {
  const bucket = bucketOf(input, context);
  if (input.ACL !== undefined) bucket.acl = checkedBucketAcl(bucket, input.ACL);
  return {};
}

/** Of objects, only lists that change nothing are modelled. */
export function checkAcl(bucket: BucketState, acl: string | undefined): void {
  if (acl === undefined || acl === "private" || acl === "bucket-owner-full-control") return;
  if ((bucket.ownership ?? "ObjectWriter") === "BucketOwnerEnforced")
    throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
  throw notModelled(`The access control list ${acl}`);
}

function notFound(bucket: BucketState, code: string, message: string): AwsError {
  return new AwsError(code, message, { httpStatus: 404, members: { BucketName: bucket.name } });
}
