import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { bucketOf } from "./bucketOf.ts";
import { checkedLifecycleRules, revivedLifecycleRules } from "./lifecycleRules.ts";
import { checkedUserTags } from "./tags.ts";

const GET_MEMBERS = ["Bucket", "ExpectedBucketOwner"] as const;
const PUT_MEMBERS = ["Bucket", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"] as const;

/** Lifecycle rules, tags and notifications of a bucket: kept and answered. */
export const ruleOperations = defineOperations<"s3">()({
  PutBucketLifecycleConfiguration: {
    members: [
      "Bucket",
      "ChecksumAlgorithm",
      "LifecycleConfiguration",
      "ExpectedBucketOwner",
      "TransitionDefaultMinimumObjectSize",
    ],
    run: putLifecycle,
  },
  GetBucketLifecycleConfiguration: { members: GET_MEMBERS, run: getLifecycle },
  DeleteBucketLifecycle: {
    members: GET_MEMBERS,
    run(input, context) {
      delete bucketOf(input, context).lifecycle;
      return {};
    },
  },
  PutBucketTagging: {
    members: [...PUT_MEMBERS, "Tagging"],
    run: putTagging,
  },
  GetBucketTagging: { members: GET_MEMBERS, run: getTagging },
  DeleteBucketTagging: {
    members: GET_MEMBERS,
    run(input, context) {
      const bucket = bucketOf(input, context);
      bucket.tags = bucket.tags.filter((tag) => tag.Key.startsWith("aws:"));
      return {};
    },
  },
  PutBucketNotificationConfiguration: {
    members: ["Bucket", "NotificationConfiguration", "ExpectedBucketOwner", "SkipDestinationValidation"],
    run(input, context) {
      bucketOf(input, context).notification = input.NotificationConfiguration ?? {};
      return {};
    },
  },
  GetBucketNotificationConfiguration: {
    members: GET_MEMBERS,
    run: (input, context) => ({ ...bucketOf(input, context).notification }),
  },
});

function putLifecycle(
  input: S3Input<"PutBucketLifecycleConfiguration">,
  context: CallContext,
): S3Output<"PutBucketLifecycleConfiguration"> {
  const bucket = bucketOf(input, context);
  const minimumObjectSize = input.TransitionDefaultMinimumObjectSize ?? "all_storage_classes_128K";
  const rules = checkedLifecycleRules(input.LifecycleConfiguration?.Rules ?? []);
  bucket.lifecycle = { rulesJson: JSON.stringify(rules), minimumObjectSize };
  return { TransitionDefaultMinimumObjectSize: minimumObjectSize };
}

function getLifecycle(
  input: S3Input<"GetBucketLifecycleConfiguration">,
  context: CallContext,
): S3Output<"GetBucketLifecycleConfiguration"> {
  const bucket = bucketOf(input, context);
  if (bucket.lifecycle === undefined)
    throw new AwsError("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", {
      httpStatus: 404,
      members: { BucketName: bucket.name },
    });
  return {
    Rules: revivedLifecycleRules(bucket.lifecycle.rulesJson),
    TransitionDefaultMinimumObjectSize: bucket.lifecycle.minimumObjectSize,
  };
}

function putTagging(input: S3Input<"PutBucketTagging">, context: CallContext): Record<string, never> {
  const bucket = bucketOf(input, context);
  const given = input.Tagging?.TagSet ?? [];
  // CloudFormation, a service of the sandbox, may set `aws:` tags.
  const checked =
    context.accessKeyId === "sandbox"
      ? given.map(({ Key, Value }) => ({ Key: Key ?? "", Value: Value ?? "" }))
      : checkedUserTags(given);
  if (checked.length > 50) throw new AwsError("BadRequest", "Bucket tags cannot be greater than 50");
  const kept = bucket.tags.filter(
    (tag) => tag.Key.startsWith("aws:") && !checked.some((other) => other.Key === tag.Key),
  );
  bucket.tags = [...checked, ...kept];
  return {};
}

function getTagging(input: S3Input<"GetBucketTagging">, context: CallContext): S3Output<"GetBucketTagging"> {
  const bucket = bucketOf(input, context);
  if (bucket.tags.length === 0)
    throw new AwsError("NoSuchTagSet", "The TagSet does not exist", {
      httpStatus: 404,
      members: { BucketName: bucket.name },
    });
  return { TagSet: [...bucket.tags] };
}
