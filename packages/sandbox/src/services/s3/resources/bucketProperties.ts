import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { type PropertyReader, readProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { notModelled } from "../errors.ts";
import type { S3Input } from "../shapes.ts";
import { enumText } from "../../../cloudformation/enumText.ts";
import { lifecycleOfProperties } from "./lifecycleOfProperties.ts";
import { notificationOfProperties } from "./notificationOfProperties.ts";
import { applyAcceleration, applyAccessControl, applyCors, applyWebsite } from "./siteProperties.ts";

type Apply = (bucket: string, read: PropertyReader, context: ResourceContext) => void;

/** How each property is set on the bucket, or taken from it when the template has it no more; in the order in which they are set. */
const SETTINGS: Readonly<Record<string, Apply>> = {
  BucketEncryption: applyEncryption,
  VersioningConfiguration: applyVersioning,
  PublicAccessBlockConfiguration: applyPublicAccessBlock,
  OwnershipControls: applyOwnership,
  AccessControl: applyAccessControl,
  AccelerateConfiguration: applyAcceleration,
  CorsConfiguration: applyCors,
  LifecycleConfiguration: applyLifecycle,
  LoggingConfiguration: applyLogging,
  NotificationConfiguration: applyNotification,
  WebsiteConfiguration: applyWebsite,
};

const OTHER_PROPERTIES: ReadonlySet<string> = new Set(["BucketName", "Tags"]);

/** @throws {AwsError} for a property that the sandbox does not act on. */
export function refuseUnmodelledProperties(properties: JsonObject): void {
  for (const name of Object.keys(properties))
    if (!OTHER_PROPERTIES.has(name) && !Object.hasOwn(SETTINGS, name))
      throw notModelled(`The property ${name} of AWS::S3::Bucket`);
}

/** Sets those of the named properties that are settings of the bucket. */
export function applySettings(
  bucket: string,
  properties: JsonObject,
  names: readonly string[],
  context: ResourceContext,
): void {
  const read = readProperties(properties);
  for (const [name, apply] of Object.entries(SETTINGS))
    if (names.includes(name)) apply(bucket, read, context);
}

export function applyTags(Bucket: string, properties: JsonObject, context: ResourceContext): void {
  const TagSet = resourceTags(properties, context.stackTags);
  if (TagSet.length === 0) context.call("s3", "DeleteBucketTagging", { Bucket });
  else context.call("s3", "PutBucketTagging", { Bucket, Tagging: { TagSet } });
}

function applyEncryption(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const rules = read.object("BucketEncryption")?.objects("ServerSideEncryptionConfiguration");
  if (rules === undefined) {
    context.call("s3", "DeleteBucketEncryption", { Bucket });
    return;
  }
  const Rules = rules.map(encryptionRule);
  context.call("s3", "PutBucketEncryption", { Bucket, ServerSideEncryptionConfiguration: { Rules } });
}

function encryptionRule(rule: PropertyReader) {
  if (rule.json("BlockedEncryptionTypes") !== undefined) throw notModelled("BlockedEncryptionTypes");
  const byDefault = rule.object("ServerSideEncryptionByDefault");
  const key = byDefault?.text("KMSMasterKeyID");
  const hasBucketKey = rule.boolean("BucketKeyEnabled");
  return {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: enumText(byDefault, "SSEAlgorithm", ["AES256", "aws:kms", "aws:kms:dsse"]),
      ...(key === undefined ? {} : { KMSMasterKeyID: key }),
    },
    ...(hasBucketKey === undefined ? {} : { BucketKeyEnabled: hasBucketKey }),
  };
}

function applyVersioning(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const versioning = read.object("VersioningConfiguration");
  // A bucket that had versioning once can only suspend it.
  const Status = enumText(versioning, "Status", ["Enabled", "Suspended"]) ?? "Suspended";
  if (versioning === undefined && !isVersioned(Bucket, context)) return;
  context.call("s3", "PutBucketVersioning", { Bucket, VersioningConfiguration: { Status } });
}

function isVersioned(Bucket: string, context: ResourceContext): boolean {
  return context.call("s3", "GetBucketVersioning", { Bucket }).Status !== undefined;
}

function applyPublicAccessBlock(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const block = read.object("PublicAccessBlockConfiguration");
  if (block === undefined) {
    context.call("s3", "DeletePublicAccessBlock", { Bucket });
    return;
  }
  context.call("s3", "PutPublicAccessBlock", {
    Bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: block.boolean("BlockPublicAcls"),
      IgnorePublicAcls: block.boolean("IgnorePublicAcls"),
      BlockPublicPolicy: block.boolean("BlockPublicPolicy"),
      RestrictPublicBuckets: block.boolean("RestrictPublicBuckets"),
    },
  });
}

function applyOwnership(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const controls = read.object("OwnershipControls");
  if (controls === undefined) {
    context.call("s3", "DeleteBucketOwnershipControls", { Bucket });
    return;
  }
  const Rules = controls.objects("Rules").map((rule) => ({
    ObjectOwnership: enumText(rule, "ObjectOwnership", [
      "BucketOwnerEnforced",
      "BucketOwnerPreferred",
      "ObjectWriter",
    ]),
  }));
  context.call("s3", "PutBucketOwnershipControls", { Bucket, OwnershipControls: { Rules } });
}

function applyLifecycle(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const lifecycle = read.object("LifecycleConfiguration");
  if (lifecycle === undefined) {
    context.call("s3", "DeleteBucketLifecycle", { Bucket });
    return;
  }
  const minimum = enumText(lifecycle, "TransitionDefaultMinimumObjectSize", [
    "all_storage_classes_128K",
    "varies_by_storage_class",
  ]);
  context.call("s3", "PutBucketLifecycleConfiguration", {
    Bucket,
    LifecycleConfiguration: { Rules: lifecycleOfProperties(lifecycle) },
    ...(minimum === undefined ? {} : { TransitionDefaultMinimumObjectSize: minimum }),
  });
}

function applyLogging(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const logging = read.object("LoggingConfiguration");
  if (logging?.json("TargetObjectKeyFormat") !== undefined) throw notModelled("TargetObjectKeyFormat");
  const status: S3Input<"PutBucketLogging">["BucketLoggingStatus"] =
    logging === undefined
      ? {}
      : {
          LoggingEnabled: {
            TargetBucket: logging.text("DestinationBucketName") ?? Bucket,
            TargetPrefix: logging.text("LogFilePrefix") ?? "",
          },
        };
  context.call("s3", "PutBucketLogging", { Bucket, BucketLoggingStatus: status });
}

function applyNotification(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const notification = read.object("NotificationConfiguration");
  context.call("s3", "PutBucketNotificationConfiguration", {
    Bucket,
    NotificationConfiguration: notification === undefined ? {} : notificationOfProperties(notification),
  });
}
