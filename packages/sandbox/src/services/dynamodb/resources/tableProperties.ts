import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  ProvisionedThroughput,
  SSESpecification,
} from "@aws-sdk/client-dynamodb";
import type { PropertyReader } from "../../../kernel/readProperties.ts";

export function attributesOf(read: PropertyReader): AttributeDefinition[] {
  return read.objects("AttributeDefinitions").map((definition) => {
    const type = definition.text("AttributeType");
    return {
      AttributeName: definition.text("AttributeName"),
      AttributeType: type === "N" || type === "B" ? type : "S",
    };
  });
}

export function keySchemaOf(read: PropertyReader): KeySchemaElement[] {
  return read.objects("KeySchema").map((element) => ({
    AttributeName: element.text("AttributeName"),
    KeyType: element.text("KeyType") === "RANGE" ? "RANGE" : "HASH",
  }));
}

export function billingOf(read: PropertyReader): "PAY_PER_REQUEST" | "PROVISIONED" {
  return read.text("BillingMode") === "PAY_PER_REQUEST" ? "PAY_PER_REQUEST" : "PROVISIONED";
}

export function encryptionOf(read: PropertyReader): SSESpecification | undefined {
  const encryption = read.object("SSESpecification");
  if (encryption === undefined) return undefined;
  return { Enabled: encryption.boolean("SSEEnabled"), KMSMasterKeyId: encryption.text("KMSMasterKeyId") };
}

export function tableClassOf(read: PropertyReader): "STANDARD" | "STANDARD_INFREQUENT_ACCESS" | undefined {
  const text = read.text("TableClass");
  return text === "STANDARD" || text === "STANDARD_INFREQUENT_ACCESS" ? text : undefined;
}

export function throughputOf(read: PropertyReader): ProvisionedThroughput | undefined {
  const units = read.object("ProvisionedThroughput");
  if (units === undefined) return undefined;
  return {
    ReadCapacityUnits: units.number("ReadCapacityUnits"),
    WriteCapacityUnits: units.number("WriteCapacityUnits"),
  };
}

const PROJECTIONS = ["ALL", "KEYS_ONLY", "INCLUDE"] as const;

export function indexesOf(
  read: PropertyReader,
  name: string,
): (GlobalSecondaryIndex & LocalSecondaryIndex)[] | undefined {
  const indexes = read.objects(name).map((index) => {
    const projection = index.object("Projection");
    const type = projection?.text("ProjectionType");
    return {
      IndexName: index.text("IndexName"),
      KeySchema: keySchemaOf(index),
      Projection: {
        ProjectionType: PROJECTIONS.find((known) => known === type),
        NonKeyAttributes: projection?.texts("NonKeyAttributes"),
      },
    };
  });
  return indexes.length === 0 ? undefined : indexes;
}

export function indexUpdates(
  before: PropertyReader,
  after: PropertyReader,
): ({ Create: GlobalSecondaryIndex } | { Delete: { IndexName: string | undefined } })[] | undefined {
  const [had, has] = [before, after].map((read) => indexesOf(read, "GlobalSecondaryIndexes") ?? []);
  const updates = [
    ...(had ?? [])
      .filter((index) => !isIn(has, index.IndexName))
      .map(({ IndexName }) => ({ Delete: { IndexName } })),
    ...(has ?? []).filter((index) => !isIn(had, index.IndexName)).map((index) => ({ Create: index })),
  ];
  return updates.length === 0 ? undefined : updates;
}

function isIn(list: readonly GlobalSecondaryIndex[] | undefined, name: string | undefined): boolean {
  return list?.some((index) => index.IndexName === name) ?? false;
}
