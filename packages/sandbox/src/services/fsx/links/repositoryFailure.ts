import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { AssociationRecord } from "../FsxState.ts";

/** Why a link cannot use its bucket; undefined when it can. */
export function repositoryFailure(context: RegionContext, link: AssociationRecord): string | undefined {
  const Bucket = link.bucket;
  try {
    const { LocationConstraint = "us-east-1" } = context.call("s3", "GetBucketLocation", { Bucket });
    if (LocationConstraint !== context.region)
      return `Amazon FSx can only import from and export to buckets in its own Region: the S3 bucket ${Bucket} is in ${LocationConstraint}.`;
    const { Payer } = context.call("s3", "GetBucketRequestPayment", { Bucket });
    return Payer === "Requester"
      ? `Amazon FSx does not support S3 buckets with Requester Pays enabled: ${Bucket}.`
      : undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code === "NoSuchBucket"
      ? `Amazon FSx is unable to access the S3 data repository because the bucket ${Bucket} does not exist.`
      : `Amazon FSx is unable to access the S3 data repository because it has no permission for the bucket ${Bucket}.`;
  }
}
