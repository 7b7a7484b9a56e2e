import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { LOG_GROUP_DURATIONS } from "../durations.ts";
import { ignoreMissing } from "./ignoreMissing.ts";

const MODELLED = [
  "LogGroupName",
  "RetentionInDays",
  "KmsKeyId",
  "LogGroupClass",
  "DeletionProtectionEnabled",
  "Tags",
];

export const logGroupResource: ResourceProvider = {
  type: "AWS::Logs::LogGroup",
  durations: LOG_GROUP_DURATIONS,
  create(properties, context) {
    refuseOtherProperties("AWS::Logs::LogGroup", properties, MODELLED);
    const read = readProperties(properties);
    const logGroupName = read.text("LogGroupName") ?? generatedName(context, 512);
    context.call("logs", "CreateLogGroup", {
      logGroupName,
      kmsKeyId: read.text("KmsKeyId"),
      logGroupClass: groupClass(read.text("LogGroupClass")),
      deletionProtectionEnabled: read.boolean("DeletionProtectionEnabled"),
      tags: tagMap(properties, context),
    });
    return { physicalId: logGroupName };
  },
  configure: setRetention,
  read: (physicalId, _properties, context) => ({
    ref: physicalId,
    attributes: { Arn: `arn:aws:logs:${context.region}:${context.accountId}:log-group:${physicalId}:*` },
  }),
  update(physicalId, { after, changed }, context) {
    refuseOtherProperties("AWS::Logs::LogGroup", after, MODELLED);
    if (changed.includes("RetentionInDays")) setRetention(physicalId, after, context);
    const resourceArn = `arn:aws:logs:${context.region}:${context.accountId}:log-group:${physicalId}`;
    const tags = tagMap(after, context);
    const present = context.call("logs", "ListTagsForResource", { resourceArn }).tags ?? {};
    const tagKeys = Object.keys(present).filter((key) => !Object.hasOwn(tags, key));
    if (tagKeys.length > 0) context.call("logs", "UntagResource", { resourceArn, tagKeys });
    context.call("logs", "TagResource", { resourceArn, tags });
  },
  delete(physicalId, _properties, context) {
    ignoreMissing(() => context.call("logs", "DeleteLogGroup", { logGroupName: physicalId }));
  },
};

function groupClass(text: string | undefined): "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY" | undefined {
  return text === "INFREQUENT_ACCESS" || text === "DELIVERY" || text === "STANDARD" ? text : undefined;
}

function setRetention(logGroupName: string, properties: JsonObject, context: ResourceContext): void {
  const retentionInDays = readProperties(properties).number("RetentionInDays");
  if (retentionInDays === undefined) context.call("logs", "DeleteRetentionPolicy", { logGroupName });
  else context.call("logs", "PutRetentionPolicy", { logGroupName, retentionInDays });
}

function tagMap(properties: JsonObject, context: ResourceContext): Record<string, string> {
  return Object.fromEntries(
    resourceTags(properties, context.stackTags).map(({ Key, Value }) => [Key, Value]),
  );
}
