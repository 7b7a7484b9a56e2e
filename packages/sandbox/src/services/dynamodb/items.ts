import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { findNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { validationError } from "./dynamodbErrors.ts";
import { ExpressionReader } from "./expressions/ExpressionReader.ts";
import { ExpressionScope, type Placeholders } from "./expressions/ExpressionScope.ts";
import { parseProjection, projected } from "./expressions/parseProjection.ts";
import { checkedKey, keyText } from "./itemKeys.ts";
import { applyWrite, planWrite, type PlannedWrite } from "./planWrite.ts";
import { usableTable } from "./tables.ts";
import { answeredItem, type StoredItem } from "./values/StoredValue.ts";

const CONDITIONAL = [
  "ConditionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnValues",
  "ReturnValuesOnConditionCheckFailure",
] as const;

export const itemOperations = defineOperations<"dynamodb">()({
  PutItem: {
    members: ["TableName", "Item", ...CONDITIONAL],
    run(input, context) {
      checkReturnValues(input.ReturnValues, ["NONE", "ALL_OLD"]);
      const write = planWrite(usableTable(input.TableName, context), "put", input);
      applyWrite(write);
      context.emit("dynamodb.table-changed", { tableName: write.table.name });
      return returned(write, input.ReturnValues);
    },
  },
  UpdateItem: {
    members: ["TableName", "Key", "UpdateExpression", ...CONDITIONAL],
    run(input, context) {
      checkReturnValues(input.ReturnValues, ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]);
      const write = planWrite(usableTable(input.TableName, context), "update", input);
      applyWrite(write);
      context.emit("dynamodb.table-changed", { tableName: write.table.name });
      return returned(write, input.ReturnValues);
    },
  },
  DeleteItem: {
    members: ["TableName", "Key", ...CONDITIONAL],
    run(input, context) {
      checkReturnValues(input.ReturnValues, ["NONE", "ALL_OLD"]);
      const write = planWrite(usableTable(input.TableName, context), "delete", input);
      applyWrite(write);
      context.emit("dynamodb.table-changed", { tableName: write.table.name });
      return returned(write, input.ReturnValues);
    },
  },
  GetItem: {
    members: ["TableName", "Key", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"],
    run(input, context) {
      const table = usableTable(input.TableName, context);
      const project = projectionOf(input);
      const item = findNamed(table.items, keyText(table.keys, checkedKey(table, input.Key)));
      return item === undefined ? {} : { Item: answeredItem(project(item)) };
    },
  },
});

/** Reads a projection expression; without one items stay whole. */
export function projectionOf(
  request: Placeholders & { readonly ProjectionExpression?: string | undefined },
): (item: StoredItem) => StoredItem {
  const scope = new ExpressionScope(request, request.ProjectionExpression !== undefined);
  if (request.ProjectionExpression === undefined) return (item) => item;
  const paths = parseProjection(
    new ExpressionReader(request.ProjectionExpression, "ProjectionExpression", scope),
  );
  scope.refuseUnused();
  return (item) => projected(item, paths);
}

function returned(
  { before, after, actions }: PlannedWrite,
  wanted: string | undefined,
): { Attributes?: Record<string, AttributeValue> } {
  const paths = actions.map(({ path }) => path);
  const attributes = {
    ALL_OLD: before,
    ALL_NEW: after,
    UPDATED_OLD: before === undefined ? undefined : projected(before, paths),
    UPDATED_NEW: after === undefined ? undefined : projected(after, paths),
    NONE: undefined,
  }[keyOfReturn(wanted)];
  const isEmpty = attributes === undefined || Object.keys(attributes).length === 0;
  return isEmpty ? {} : { Attributes: answeredItem(attributes) };
}

type ReturnKind = "NONE" | "ALL_OLD" | "ALL_NEW" | "UPDATED_OLD" | "UPDATED_NEW";

function keyOfReturn(wanted: string | undefined): ReturnKind {
  const kinds: readonly ReturnKind[] = ["ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"];
  return kinds.find((kind) => kind === wanted) ?? "NONE";
}

function checkReturnValues(wanted: string | undefined, allowed: readonly string[]): void {
  if (wanted !== undefined && !allowed.includes(wanted))
    throw validationError("Return values set to invalid value");
}
