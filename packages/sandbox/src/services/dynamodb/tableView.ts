import type {
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  ProvisionedThroughputDescription,
  TableDescription,
} from "@aws-sdk/client-dynamodb";
import { listNamed } from "../../kernel/NameTable.ts";
import { attributeView, type IndexRecord, type KeyNames, type TableRecord } from "./DynamodbState.ts";
import { encryptionView } from "./encryption.ts";
import { sizeOfItem, type StoredItem } from "./values/StoredValue.ts";

/** A table as DescribeTable gives it. */
export function tableView(table: TableRecord): TableDescription {
  const items = listNamed(table.items);
  const indexes = (kind: IndexRecord["kind"]): IndexRecord[] =>
    table.indexes.filter((index) => index.kind === kind);
  const [globalIndexes, localIndexes] = [indexes("global"), indexes("local")];
  return {
    AttributeDefinitions: table.attributes.map(attributeView),
    TableName: table.name,
    KeySchema: keySchema(table.keys),
    TableStatus: table.status,
    CreationDateTime: new Date(table.createdMs),
    ProvisionedThroughput: throughputView(table),
    TableSizeBytes: sizeOf(items),
    ItemCount: items.length,
    TableArn: table.arn,
    TableId: table.id,
    ...(table.billingMode === "PAY_PER_REQUEST"
      ? {
          BillingModeSummary: {
            BillingMode: "PAY_PER_REQUEST",
            LastUpdateToPayPerRequestDateTime: new Date(table.createdMs),
          },
        }
      : {}),
    ...(localIndexes.length === 0
      ? {}
      : { LocalSecondaryIndexes: localIndexes.map((index) => indexView(table, index, items)) }),
    ...(globalIndexes.length === 0
      ? {}
      : { GlobalSecondaryIndexes: globalIndexes.map((index) => globalView(table, index, items)) }),
    ...encryptionView(table),
    ...(table.tableClass === undefined ? {} : { TableClassSummary: { TableClass: table.tableClass } }),
    DeletionProtectionEnabled: table.deletionProtected,
  };
}

/** Items that have the index's keys. */
export function indexedItems(index: IndexRecord, items: readonly StoredItem[]): StoredItem[] {
  const { hash, range } = index.keys;
  return items.filter(
    (item) => Object.hasOwn(item, hash) && (range === undefined || Object.hasOwn(item, range)),
  );
}

function keySchema(keys: KeyNames): KeySchemaElement[] {
  return [
    { AttributeName: keys.hash, KeyType: "HASH" },
    ...(keys.range === undefined ? [] : [{ AttributeName: keys.range, KeyType: "RANGE" as const }]),
  ];
}

function throughputView(table: TableRecord): ProvisionedThroughputDescription {
  return {
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: table.throughput.readUnits,
    WriteCapacityUnits: table.throughput.writeUnits,
  };
}

function indexView(
  table: TableRecord,
  index: IndexRecord,
  items: readonly StoredItem[],
): LocalSecondaryIndexDescription {
  const indexed = indexedItems(index, items);
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.keys),
    Projection: {
      ProjectionType: index.projection,
      ...(index.includedNames.length === 0 ? {} : { NonKeyAttributes: [...index.includedNames] }),
    },
    IndexSizeBytes: sizeOf(indexed),
    ItemCount: indexed.length,
    IndexArn: `${table.arn}/index/${index.name}`,
  };
}

function globalView(
  table: TableRecord,
  index: IndexRecord,
  items: readonly StoredItem[],
): GlobalSecondaryIndexDescription {
  return {
    ...indexView(table, index, items),
    IndexStatus: table.status === "CREATING" ? "CREATING" : "ACTIVE",
    ProvisionedThroughput: throughputView(table),
  };
}

function sizeOf(items: readonly StoredItem[]): number {
  return items.reduce((sum, item) => sum + sizeOfItem(item), 0);
}
