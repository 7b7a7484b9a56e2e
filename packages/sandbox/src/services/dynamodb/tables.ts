import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../kernel/CallContext.ts";
import type { Json } from "../../kernel/json.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { defineOperations, type TimerHandler } from "../../kernel/ServiceModule.ts";
import { TABLE_CREATING_MS, TABLE_DELETING_MS, TABLE_UPDATING_MS } from "./durations.ts";
import { noSuchTable, validationError } from "./dynamodbErrors.ts";
import { dynamodbStore, type TableRecord } from "./DynamodbState.ts";
import { changedIndexes } from "./changedIndexes.ts";
import { encryptionKeyArn } from "./encryption.ts";
import { checkedThroughput, tableDefinition } from "./tableDefinition.ts";
import { tableView } from "./tableView.ts";

export const tableOperations = defineOperations<"dynamodb">()({
  CreateTable: {
    members: [
      "AttributeDefinitions",
      "TableName",
      "KeySchema",
      "LocalSecondaryIndexes",
      "GlobalSecondaryIndexes",
      "BillingMode",
      "ProvisionedThroughput",
      "Tags",
      "TableClass",
      "DeletionProtectionEnabled",
      "SSESpecification",
    ],
    run(input, context) {
      const name = checkedName(input.TableName ?? "");
      const { attributes, keys, indexes } = tableDefinition(input);
      const billingMode = input.BillingMode ?? "PROVISIONED";
      const throughput = checkedThroughput(billingMode, input.ProvisionedThroughput);
      const { tables } = context.store(dynamodbStore);
      if (findNamed(tables, name) !== undefined)
        throw new AwsError("ResourceInUseException", `Table already exists: ${name}`);
      const table: TableRecord = {
        name,
        id: context.ids.uuid("dynamodb-table"),
        arn: `arn:aws:dynamodb:${context.region}:${context.accountId}:table/${name}`,
        createdMs: context.clock.nowMs(),
        keys,
        status: "CREATING",
        attributes,
        indexes,
        billingMode,
        throughput,
        tableClass: input.TableClass,
        deletionProtected: input.DeletionProtectionEnabled ?? false,
        pointInTimeRecovery: false,
        encryptionKeyArn: encryptionKeyArn(input.SSESpecification, context),
        tags: (input.Tags ?? []).map((tag) => ({ Key: tag.Key ?? "", Value: tag.Value ?? "" })),
        items: {},
      };
      putNamed(tables, name, table);
      later(table, "dynamodb.table-active", TABLE_CREATING_MS, context);
      return { TableDescription: tableView(table) };
    },
  },
  DescribeTable: {
    members: ["TableName"],
    run: (input, context) => ({ Table: tableView(tableNamed(input.TableName, context)) }),
  },
  UpdateTable: {
    members: [
      "AttributeDefinitions",
      "TableName",
      "BillingMode",
      "ProvisionedThroughput",
      "GlobalSecondaryIndexUpdates",
      "TableClass",
      "DeletionProtectionEnabled",
      "SSESpecification",
    ],
    run(input, context) {
      const table = idleTable(input.TableName, context);
      const billingMode = input.BillingMode ?? table.billingMode;
      if (input.BillingMode !== undefined || input.ProvisionedThroughput !== undefined)
        table.throughput = checkedThroughput(billingMode, input.ProvisionedThroughput);
      Object.assign(table, changedIndexes(table, input));
      table.billingMode = billingMode;
      table.tableClass = input.TableClass ?? table.tableClass;
      table.deletionProtected = input.DeletionProtectionEnabled ?? table.deletionProtected;
      if (input.SSESpecification !== undefined)
        table.encryptionKeyArn = encryptionKeyArn(input.SSESpecification, context);
      table.status = "UPDATING";
      later(table, "dynamodb.table-active", TABLE_UPDATING_MS, context);
      return { TableDescription: tableView(table) };
    },
  },
  DeleteTable: {
    members: ["TableName"],
    run(input, context) {
      const table = idleTable(input.TableName, context);
      if (table.deletionProtected)
        throw validationError(
          "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        );
      table.status = "DELETING";
      later(table, "dynamodb.table-gone", TABLE_DELETING_MS, context);
      const { TableName, TableStatus, TableArn, TableId, ItemCount, TableSizeBytes, ProvisionedThroughput } =
        tableView(table);
      return {
        TableDescription: {
          TableName,
          TableStatus,
          TableArn,
          TableId,
          ItemCount,
          TableSizeBytes,
          ProvisionedThroughput,
          DeletionProtectionEnabled: false,
        },
      };
    },
  },
  ListTables: {
    members: ["ExclusiveStartTableName", "Limit"],
    run(input, context) {
      const limit = input.Limit ?? 100;
      const names = listNamed(context.store(dynamodbStore).tables)
        .map((table) => table.name)
        .filter((name) => name > (input.ExclusiveStartTableName ?? ""));
      const page = names.slice(0, limit);
      const last = page.at(-1);
      return {
        TableNames: page,
        ...(names.length > page.length && last !== undefined ? { LastEvaluatedTableName: last } : {}),
      };
    },
  },
});

export const tableTimers: Readonly<Record<string, TimerHandler>> = {
  "dynamodb.table-active"(payload, context) {
    const table = tableById(payload, context);
    if (table?.status === "CREATING" || table?.status === "UPDATING") table.status = "ACTIVE";
  },
  "dynamodb.table-gone"(payload, context) {
    const table = tableById(payload, context);
    if (table !== undefined) removeNamed(context.store(dynamodbStore).tables, table.name);
  },
};

/** @param reference - name or ARN. */
export function tableNamed(reference: string | undefined, context: RegionContext): TableRecord {
  const name = tableNameOf(reference ?? "");
  const table = findNamed(context.store(dynamodbStore).tables, name);
  if (table === undefined) throw noSuchTable(name);
  return table;
}

/** A table whose items can be read and written. */
export function usableTable(reference: string | undefined, context: RegionContext): TableRecord {
  const table = findNamed(context.store(dynamodbStore).tables, tableNameOf(reference ?? ""));
  if (table === undefined || table.status === "CREATING" || table.status === "DELETING") throw noSuchTable();
  return table;
}

function idleTable(reference: string | undefined, context: RegionContext): TableRecord {
  const table = tableNamed(reference, context);
  if (table.status !== "ACTIVE")
    throw new AwsError(
      "ResourceInUseException",
      `Attempt to change a resource which is still in use: Table is being ${{ CREATING: "created", UPDATING: "updated", DELETING: "deleted" }[table.status]}: ${table.name}`,
    );
  return table;
}

function tableNameOf(reference: string): string {
  return reference.startsWith("arn:") ? (reference.split(":table/")[1] ?? "") : reference;
}

function tableById(id: Json, context: RegionContext): TableRecord | undefined {
  return listNamed(context.store(dynamodbStore).tables).find((table) => table.id === id);
}

function later(table: TableRecord, kind: string, afterMs: number, context: CallContext): void {
  context.clock.schedule({ kind, region: context.region, payload: table.id, afterMs });
}

function checkedName(name: string): string {
  if (name.length < 3 || name.length > 255)
    throw validationError("TableName must be at least 3 characters long and at most 255 characters long");
  if (!/^[a-zA-Z0-9_.-]+$/.test(name))
    throw validationError(
      `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
    );
  return name;
}
