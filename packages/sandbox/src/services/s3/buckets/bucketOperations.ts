import { AwsError } from "../../../kernel/AwsError.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { dropContent } from "../contents/contentFiles.ts";
import { invalidArgument } from "../errors.ts";
import { canonicalOwner } from "../owner.ts";
import { type BucketState, s3Store } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { bucketInAnyRegion, bucketOf } from "./bucketOf.ts";
import { createBucket } from "./createBucket.ts";

/** Buckets as such. */
export const bucketOperations = defineOperations<"s3">()({
  CreateBucket: {
    members: ["ACL", "Bucket", "CreateBucketConfiguration", "ObjectOwnership"],
    run: createBucket,
  },
  DeleteBucket: { members: ["Bucket", "ExpectedBucketOwner"], run: deleteBucket },
  HeadBucket: {
    members: ["Bucket", "ExpectedBucketOwner"],
    run: (input, context) => ({
      BucketRegion: bucketOf(input, context).region,
      AccessPointAlias: false,
    }),
  },
  ListBuckets: {
    members: ["MaxBuckets", "ContinuationToken", "Prefix", "BucketRegion"],
    run: listBuckets,
  },
  GetBucketLocation: {
    members: ["Bucket", "ExpectedBucketOwner"],
    run: getBucketLocation,
  },
});

function deleteBucket(input: S3Input<"DeleteBucket">, context: CallContext): Record<string, never> {
  const bucket = bucketOf(input, context);
  const isVersioned = bucket.versioning !== undefined;
  if (Object.keys(bucket.objects).length > 0)
    throw new AwsError(
      "BucketNotEmpty",
      isVersioned
        ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
        : "The bucket you tried to delete is not empty",
      { httpStatus: 409, members: { BucketName: bucket.name } },
    );
  for (const upload of Object.values(bucket.uploads))
    for (const part of Object.values(upload.parts)) dropContent(context, part.contentId);
  delete context.store(s3Store).buckets[bucket.name];
  return {};
}

function listBuckets(input: S3Input<"ListBuckets">, context: CallContext): S3Output<"ListBuckets"> {
  const limit = input.MaxBuckets ?? 10_000;
  if (limit < 1 || limit > 10_000)
    throw invalidArgument(
      "Argument max-buckets must be an integer between 1 and 10000",
      "max-buckets",
      String(limit),
    );
  const after = decodedToken(input.ContinuationToken);
  const matching = Object.values(context.store(s3Store).buckets)
    .filter(
      ({ name, region }) =>
        name > after &&
        name.startsWith(input.Prefix ?? "") &&
        (input.BucketRegion === undefined || input.BucketRegion === region),
    )
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const page = matching.slice(0, limit);
  const last = page.at(-1);
  const isPaged = input.MaxBuckets !== undefined;
  return {
    Buckets: page.map((bucket) => shownBucket(bucket, isPaged || input.BucketRegion !== undefined)),
    Owner: canonicalOwner(context),
    ...(input.Prefix === undefined ? {} : { Prefix: input.Prefix }),
    ...(matching.length > limit && last !== undefined
      ? { ContinuationToken: Buffer.from(last.name).toString("base64url") }
      : {}),
  };
}

function shownBucket({ name, createdMs, region }: BucketState, withRegion: boolean) {
  return {
    Name: name,
    CreationDate: new Date(createdMs),
    ...(withRegion ? { BucketRegion: region } : {}),
  };
}

function decodedToken(token: string | undefined): string {
  if (token === undefined) return "";
  const name = Buffer.from(token, "base64url").toString();
  if (Buffer.from(name).toString("base64url") !== token)
    throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
  return name;
}

function getBucketLocation(
  input: S3Input<"GetBucketLocation">,
  context: CallContext,
): S3Output<"GetBucketLocation"> {
  const { region } = bucketInAnyRegion(input, context);
  if (region === "us-east-1") return {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- CreateBucket admits every region; the SDK lists those of its release
  return { LocationConstraint: region as NonNullable<S3Output<"GetBucketLocation">["LocationConstraint"]> };
}
