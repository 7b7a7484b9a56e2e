import { AwsError } from "../../../kernel/AwsError.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { malformedXml } from "../errors.ts";
import type { BucketState } from "../S3State.ts";
import { bucketOf } from "./bucketOf.ts";

const GET_MEMBERS = ["Bucket", "ExpectedBucketOwner"] as const;
const PUT_MEMBERS = ["Bucket", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"] as const;

/** How a bucket serves browsers and far clients: kept and answered, and nothing is served otherwise for it. */
export const siteOperations = defineOperations<"s3">()({
  PutBucketCors: {
    members: [...PUT_MEMBERS, "CORSConfiguration"],
    run(input, context) {
      const rules = input.CORSConfiguration?.CORSRules ?? [];
      if (rules.length === 0) throw malformedXml();
      bucketOf(input, context).cors = rules;
      return {};
    },
  },
  GetBucketCors: {
    members: GET_MEMBERS,
    run(input, context) {
      const bucket = bucketOf(input, context);
      if (bucket.cors === undefined)
        throw notFound(bucket, "NoSuchCORSConfiguration", "The CORS configuration does not exist");
      return { CORSRules: structuredClone(bucket.cors) };
    },
  },
  DeleteBucketCors: {
    members: GET_MEMBERS,
    run(input, context) {
      delete bucketOf(input, context).cors;
      return {};
    },
  },
  PutBucketWebsite: {
    members: [...PUT_MEMBERS, "WebsiteConfiguration"],
    run(input, context) {
      bucketOf(input, context).website = input.WebsiteConfiguration ?? {};
      return {};
    },
  },
  GetBucketWebsite: {
    members: GET_MEMBERS,
    run(input, context) {
      const bucket = bucketOf(input, context);
      if (bucket.website === undefined)
        throw notFound(
          bucket,
          "NoSuchWebsiteConfiguration",
          "The specified bucket does not have a website configuration",
        );
      return structuredClone(bucket.website);
    },
  },
  DeleteBucketWebsite: {
    members: GET_MEMBERS,
    run(input, context) {
      delete bucketOf(input, context).website;
      return {};
    },
  },
  PutBucketAccelerateConfiguration: {
    members: ["Bucket", "AccelerateConfiguration", "ChecksumAlgorithm", "ExpectedBucketOwner"],
    run(input, context) {
      const status = input.AccelerateConfiguration?.Status;
      if (status !== "Enabled" && status !== "Suspended") throw malformedXml();
      bucketOf(input, context).acceleration = status;
      return {};
    },
  },
  GetBucketAccelerateConfiguration: {
    members: GET_MEMBERS,
    run(input, context) {
      const { acceleration } = bucketOf(input, context);
      return acceleration === undefined ? {} : { Status: acceleration };
    },
  },
});

function notFound(bucket: BucketState, code: string, message: string): AwsError {
  return new AwsError(code, message, { httpStatus: 404, members: { BucketName: bucket.name } });
}
