import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { accessDenied, noSuchBucket } from "../errors.ts";
import { type BucketState, s3Store } from "../S3State.ts";
import type { BucketRequest } from "../shapes.ts";
import { isForeignBucket } from "./bucketName.ts";

/**
 * The bucket that a request names.
 * @throws {AwsError} NoSuchBucket, AccessDenied (another owner, an unsigned request) or PermanentRedirect (another region).
 */
export function bucketOf(request: BucketRequest, context: CallContext): BucketState {
  const bucket = bucketInAnyRegion(request, context);
  if (bucket.region !== context.region) throw permanentRedirect(bucket);
  return bucket;
}

/** For what S3 answers whatever the region: a location, the source of a copy, and reads by old pre-signed URLs, which name no region. */
export function bucketInAnyRegion(request: BucketRequest, context: CallContext): BucketState {
  const name = request.Bucket ?? "";
  const { buckets } = context.store(s3Store);
  const bucket = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
  if (bucket === undefined) throw isForeignBucket(name) ? accessDenied() : noSuchBucket(name);
  if (context.accessKeyId === "anonymous") throw accessDenied();
  if (request.ExpectedBucketOwner !== undefined && request.ExpectedBucketOwner !== context.accountId)
    throw accessDenied();
  return bucket;
}

function permanentRedirect(bucket: BucketState): AwsError {
  return new AwsError(
    "PermanentRedirect",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    {
      httpStatus: 301,
      members: {
        Endpoint: `s3.${bucket.region}.amazonaws.com`,
        Bucket: bucket.name,
        "x-amz-bucket-region": bucket.region,
      },
    },
  );
}
