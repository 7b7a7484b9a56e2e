import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  ProvisionedThroughput,
} from "@aws-sdk/client-dynamodb";
import { validationError } from "./dynamodbErrors.ts";
import type { AttributeRecord, IndexRecord, KeyNames, ThroughputRecord } from "./DynamodbState.ts";

const INVALID = "One or more parameter values were invalid:";

/** What CreateTable and CloudFormation say about keys and indexes, checked as a whole. */
export interface TableDefinition {
  readonly attributes: readonly AttributeRecord[];
  readonly keys: KeyNames;
  readonly indexes: readonly IndexRecord[];
}

export interface TableDefinitionInput {
  readonly AttributeDefinitions?: AttributeDefinition[] | undefined;
  readonly KeySchema?: KeySchemaElement[] | undefined;
  readonly GlobalSecondaryIndexes?: GlobalSecondaryIndex[] | undefined;
  readonly LocalSecondaryIndexes?: LocalSecondaryIndex[] | undefined;
}

export function tableDefinition(input: TableDefinitionInput): TableDefinition {
  const attributes = attributeRecords(input.AttributeDefinitions ?? []);
  const keys = keyNames(input.KeySchema ?? []);
  const indexes = [
    ...(input.GlobalSecondaryIndexes ?? []).map((index) => indexRecord(index, "global")),
    ...(input.LocalSecondaryIndexes ?? []).map((index) => indexRecord(index, "local")),
  ];
  const used = new Set([keys, ...indexes.map((index) => index.keys)].flatMap(namesOf));
  const defined = attributes.map(({ name }) => name);
  const undefinedNames = [...used].filter((name) => !defined.includes(name));
  if (undefinedNames.length > 0)
    throw validationError(
      `${INVALID} Some index key attributes are not defined in AttributeDefinitions. Keys: [${undefinedNames.join(", ")}], AttributeDefinitions: [${defined.join(", ")}]`,
    );
  if (defined.length !== used.size)
    throw validationError(
      indexes.length === 0
        ? `${INVALID} Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`
        : `${INVALID} Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(", ")}], keys used: [${[...used].join(", ")}]`,
    );
  if (new Set(indexes.map(({ name }) => name)).size !== indexes.length)
    throw validationError(`${INVALID} Duplicate index name: ${indexes[0]?.name ?? ""}`);
  return { attributes, keys, indexes };
}

export function attributeRecords(definitions: readonly AttributeDefinition[]): AttributeRecord[] {
  return definitions.map(({ AttributeName = "", AttributeType }) => {
    if (AttributeType !== "S" && AttributeType !== "N" && AttributeType !== "B")
      throw validationError(
        `1 validation error detected: Value '${AttributeType ?? ""}' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]`,
      );
    return { name: AttributeName, type: AttributeType };
  });
}

export function namesOf(keys: KeyNames): string[] {
  return keys.range === undefined ? [keys.hash] : [keys.hash, keys.range];
}

export function indexRecord(
  index: GlobalSecondaryIndex | LocalSecondaryIndex,
  kind: IndexRecord["kind"],
): IndexRecord {
  const { IndexName = "", KeySchema = [], Projection } = index;
  const projection = Projection?.ProjectionType;
  if (projection !== "ALL" && projection !== "KEYS_ONLY" && projection !== "INCLUDE")
    throw validationError(`${INVALID} Unknown ProjectionType: ${projection ?? "null"}`);
  return {
    name: IndexName,
    kind,
    keys: keyNames(KeySchema),
    projection,
    includedNames: Projection?.NonKeyAttributes ?? [],
  };
}

/** @throws {AwsError} when units are missing for provisioned billing, or given for billing by request. */
export function checkedThroughput(
  billingMode: string,
  units: ProvisionedThroughput | undefined,
): ThroughputRecord {
  if (billingMode === "PAY_PER_REQUEST") {
    if (units !== undefined)
      throw validationError(
        `${INVALID} Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
      );
    return { readUnits: 0, writeUnits: 0 };
  }
  if (units?.ReadCapacityUnits === undefined || units.WriteCapacityUnits === undefined)
    throw validationError(
      `${INVALID} ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
    );
  return { readUnits: units.ReadCapacityUnits, writeUnits: units.WriteCapacityUnits };
}

function keyNames(schema: readonly KeySchemaElement[]): KeyNames {
  const [first, second] = schema;
  if (first?.KeyType !== "HASH")
    throw validationError("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  if (schema.length > 2 || (second !== undefined && second.KeyType !== "RANGE"))
    throw validationError("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  return {
    hash: first.AttributeName ?? "",
    ...(second === undefined ? {} : { range: second.AttributeName ?? "" }),
  };
}
