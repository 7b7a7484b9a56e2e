import type { BucketCannedACL } from "@aws-sdk/client-s3";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { PropertyReader } from "../../../kernel/readProperties.ts";
import { notModelled } from "../errors.ts";
import { enumText } from "../../../cloudformation/enumText.ts";

// The SDK's enumeration lacks this one.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const LOG_DELIVERY_WRITE = "log-delivery-write" as BucketCannedACL;

/** Canned lists by the names that templates give them. */
const CANNED_LISTS = {
  Private: "private",
  PublicRead: "public-read",
  PublicReadWrite: "public-read-write",
  AuthenticatedRead: "authenticated-read",
  LogDeliveryWrite: LOG_DELIVERY_WRITE,
  // Lists for objects, which S3 ignores on a bucket.
  BucketOwnerRead: "private",
  BucketOwnerFullControl: "private",
} as const;

const PROTOCOLS = ["http", "https"] as const;

/** The access control list; since April 2023 a template must turn lists on before it can have another than Private. */
export function applyAccessControl(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const name = read.text("AccessControl") ?? "Private";
  const acl = Object.entries(CANNED_LISTS).find(([known]) => known === name)?.[1];
  if (acl === undefined) throw notModelled(`The access control list ${name}`);
  const ownership = read.object("OwnershipControls")?.objects("Rules")[0]?.text("ObjectOwnership");
  if (acl !== "private" && (ownership ?? "BucketOwnerEnforced") === "BucketOwnerEnforced")
    throw new AwsError(
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  if (acl !== "private" || ownership !== undefined) context.call("s3", "PutBucketAcl", { Bucket, ACL: acl });
}

export function applyCors(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const rules = read.object("CorsConfiguration")?.objects("CorsRules");
  if (rules === undefined) {
    context.call("s3", "DeleteBucketCors", { Bucket });
    return;
  }
  const CORSRules = rules.map((rule) => ({
    ID: rule.text("Id"),
    AllowedHeaders: rule.texts("AllowedHeaders"),
    AllowedMethods: rule.texts("AllowedMethods"),
    AllowedOrigins: rule.texts("AllowedOrigins"),
    ExposeHeaders: rule.texts("ExposedHeaders"),
    MaxAgeSeconds: rule.number("MaxAge"),
  }));
  context.call("s3", "PutBucketCors", { Bucket, CORSConfiguration: { CORSRules } });
}

export function applyWebsite(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const site = read.object("WebsiteConfiguration");
  if (site === undefined) {
    context.call("s3", "DeleteBucketWebsite", { Bucket });
    return;
  }
  const [index, error] = [site.text("IndexDocument"), site.text("ErrorDocument")];
  const redirect = site.object("RedirectAllRequestsTo");
  const rules = site.objects("RoutingRules");
  context.call("s3", "PutBucketWebsite", {
    Bucket,
    WebsiteConfiguration: {
      ...(index === undefined ? {} : { IndexDocument: { Suffix: index } }),
      ...(error === undefined ? {} : { ErrorDocument: { Key: error } }),
      ...(redirect === undefined
        ? {}
        : {
            RedirectAllRequestsTo: {
              HostName: redirect.text("HostName"),
              Protocol: enumText(redirect, "Protocol", PROTOCOLS),
            },
          }),
      ...(rules.length === 0 ? {} : { RoutingRules: rules.map(routingRule) }),
    },
  });
}

function routingRule(rule: PropertyReader) {
  const condition = rule.object("RoutingRuleCondition");
  const redirect = rule.object("RedirectRule");
  return {
    ...(condition === undefined
      ? {}
      : {
          Condition: {
            HttpErrorCodeReturnedEquals: condition.text("HttpErrorCodeReturnedEquals"),
            KeyPrefixEquals: condition.text("KeyPrefixEquals"),
          },
        }),
    Redirect: {
      HostName: redirect?.text("HostName"),
      HttpRedirectCode: redirect?.text("HttpRedirectCode"),
      Protocol: enumText(redirect, "Protocol", PROTOCOLS),
      ReplaceKeyPrefixWith: redirect?.text("ReplaceKeyPrefixWith"),
      ReplaceKeyWith: redirect?.text("ReplaceKeyWith"),
    },
  };
}

export function applyAcceleration(Bucket: string, read: PropertyReader, context: ResourceContext): void {
  const configuration = read.object("AccelerateConfiguration");
  const Status = enumText(configuration, "AccelerationStatus", ["Enabled", "Suspended"]) ?? "Suspended";
  context.call("s3", "PutBucketAccelerateConfiguration", { Bucket, AccelerateConfiguration: { Status } });
}
