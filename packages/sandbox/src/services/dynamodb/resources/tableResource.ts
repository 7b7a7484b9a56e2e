import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { TABLE_DURATIONS } from "../durations.ts";
import {
  attributesOf,
  billingOf,
  encryptionOf,
  indexesOf,
  indexUpdates,
  keySchemaOf,
  tableClassOf,
  throughputOf,
} from "./tableProperties.ts";

const TYPE = "AWS::DynamoDB::Table";
const MODELLED = [
  "TableName",
  "AttributeDefinitions",
  "KeySchema",
  "BillingMode",
  "ProvisionedThroughput",
  "GlobalSecondaryIndexes",
  "LocalSecondaryIndexes",
  "TableClass",
  "DeletionProtectionEnabled",
  "PointInTimeRecoverySpecification",
  "SSESpecification",
  "TimeToLiveSpecification",
  "Tags",
];
const RETRY_MS = 1000;

export const tableResource: ResourceProvider = {
  type: TYPE,
  durations: TABLE_DURATIONS,
  create(properties, context) {
    refuseOtherProperties(TYPE, properties, MODELLED);
    const read = readProperties(properties);
    const TableName = read.text("TableName") ?? generatedName(context, 255);
    context.call("dynamodb", "CreateTable", {
      TableName,
      AttributeDefinitions: attributesOf(read),
      KeySchema: keySchemaOf(read),
      BillingMode: billingOf(read),
      ProvisionedThroughput: throughputOf(read),
      GlobalSecondaryIndexes: indexesOf(read, "GlobalSecondaryIndexes"),
      LocalSecondaryIndexes: indexesOf(read, "LocalSecondaryIndexes"),
      TableClass: tableClassOf(read),
      DeletionProtectionEnabled: read.boolean("DeletionProtectionEnabled"),
      SSESpecification: encryptionOf(read),
      Tags: resourceTags(properties, context.stackTags),
    });
    return { physicalId: TableName };
  },
  configure: (physicalId, properties, context) => changeSettings(physicalId, {}, properties, context),
  progress(physicalId, _properties, context) {
    const { Table } = context.call("dynamodb", "DescribeTable", { TableName: physicalId });
    return Table?.TableStatus === "ACTIVE"
      ? { status: "done" }
      : { status: "pending", retryAfterMs: RETRY_MS };
  },
  read(physicalId, _properties, context) {
    const { Table } = context.call("dynamodb", "DescribeTable", { TableName: physicalId });
    return { ref: physicalId, attributes: { Arn: Table?.TableArn ?? "" } };
  },
  update(physicalId, { before, after, changed }, context) {
    refuseOtherProperties(TYPE, after, MODELLED);
    const read = readProperties(after);
    const tableMembers = [
      "BillingMode",
      "ProvisionedThroughput",
      "GlobalSecondaryIndexes",
      "TableClass",
      "DeletionProtectionEnabled",
      "SSESpecification",
    ];
    if (changed.some((name) => tableMembers.includes(name)))
      context.call("dynamodb", "UpdateTable", {
        TableName: physicalId,
        AttributeDefinitions: attributesOf(read),
        BillingMode: changed.includes("BillingMode") ? billingOf(read) : undefined,
        ProvisionedThroughput: changed.includes("ProvisionedThroughput") ? throughputOf(read) : undefined,
        GlobalSecondaryIndexUpdates: indexUpdates(readProperties(before), read),
        TableClass: tableClassOf(read),
        DeletionProtectionEnabled: read.boolean("DeletionProtectionEnabled") ?? false,
        SSESpecification: changed.includes("SSESpecification")
          ? (encryptionOf(read) ?? { Enabled: false })
          : undefined,
      });
    changeSettings(physicalId, before, after, context);
    changeTags(physicalId, before, after, context);
  },
  delete(physicalId, _properties, context) {
    try {
      context.call("dynamodb", "DeleteTable", { TableName: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "ResourceNotFoundException")) throw error;
    }
  },
  deleteProgress(physicalId, context) {
    try {
      context.call("dynamodb", "DescribeTable", { TableName: physicalId });
      return { status: "pending", retryAfterMs: RETRY_MS };
    } catch (error) {
      if (error instanceof AwsError && error.code === "ResourceNotFoundException") return { status: "done" };
      throw error;
    }
  },
};

function changeSettings(
  TableName: string,
  before: JsonObject,
  after: JsonObject,
  context: ResourceContext,
): void {
  if (recovers(before) !== recovers(after))
    context.call("dynamodb", "UpdateContinuousBackups", {
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: recovers(after) },
    });
  const [had, has] = [timeToLive(before), timeToLive(after)];
  if (had !== has) {
    if (had !== undefined) setTimeToLive(TableName, false, had, context);
    if (has !== undefined) setTimeToLive(TableName, true, has, context);
  }
}

function recovers(properties: JsonObject): boolean {
  const specification = readProperties(properties).object("PointInTimeRecoverySpecification");
  return specification?.boolean("PointInTimeRecoveryEnabled") ?? false;
}

function timeToLive(properties: JsonObject): string | undefined {
  const specification = readProperties(properties).object("TimeToLiveSpecification");
  return specification?.boolean("Enabled") === true ? specification.text("AttributeName") : undefined;
}

function setTimeToLive(
  TableName: string,
  Enabled: boolean,
  AttributeName: string,
  context: ResourceContext,
): void {
  context.call("dynamodb", "UpdateTimeToLive", {
    TableName,
    TimeToLiveSpecification: { Enabled, AttributeName },
  });
}

function changeTags(
  TableName: string,
  before: JsonObject,
  after: JsonObject,
  context: ResourceContext,
): void {
  const ResourceArn = `arn:aws:dynamodb:${context.region}:${context.accountId}:table/${TableName}`;
  const tags = resourceTags(after, context.stackTags);
  const TagKeys = resourceTags(before, [])
    .map(({ Key }) => Key)
    .filter((key) => !tags.some((tag) => tag.Key === key));
  if (TagKeys.length > 0) context.call("dynamodb", "UntagResource", { ResourceArn, TagKeys });
  if (tags.length > 0) context.call("dynamodb", "TagResource", { ResourceArn, Tags: tags });
}
