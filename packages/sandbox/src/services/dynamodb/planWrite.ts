import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../kernel/AwsError.ts";
import { findNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { validationError } from "./dynamodbErrors.ts";
import type { TableRecord } from "./DynamodbState.ts";
import { ExpressionReader } from "./expressions/ExpressionReader.ts";
import { ExpressionScope, type Placeholders } from "./expressions/ExpressionScope.ts";
import { parseCondition } from "./expressions/parseCondition.ts";
import { applyUpdate, parseUpdate, type UpdateAction } from "./expressions/parseUpdate.ts";
import { checkedKey, checkIndexKeys, checkItemKeys, keyText, refuseKeyChange } from "./itemKeys.ts";
import { answeredItem, sizeOfItem, storedItem, type StoredItem } from "./values/StoredValue.ts";

const MAX_ITEM_BYTES = 400 * 1024;

export interface WriteRequest extends Placeholders {
  readonly Key?: Record<string, AttributeValue> | undefined;
  readonly Item?: Record<string, AttributeValue> | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

/** What a write will do; nothing is changed before `applyWrite`. */
export interface PlannedWrite {
  readonly table: TableRecord;
  readonly key: string;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  /** What an update names, for `UPDATED_OLD` and `UPDATED_NEW`. */
  readonly actions: readonly UpdateAction[];
}

export type WriteKind = "put" | "update" | "delete" | "check";

/** @throws {AwsError} `ConditionalCheckFailedException`, or `ValidationException` for a bad request. */
export function planWrite(table: TableRecord, kind: WriteKind, request: WriteRequest): PlannedWrite {
  const { ConditionExpression, UpdateExpression } = request;
  const scope = new ExpressionScope(
    request,
    ConditionExpression !== undefined || UpdateExpression !== undefined,
  );
  const actions =
    UpdateExpression === undefined
      ? []
      : parseUpdate(new ExpressionReader(UpdateExpression, "UpdateExpression", scope));
  const condition =
    ConditionExpression === undefined
      ? () => true
      : parseCondition(new ExpressionReader(ConditionExpression, "ConditionExpression", scope));
  scope.refuseUnused();
  const target = kind === "put" ? storedItem(request.Item ?? {}) : checkedKey(table, request.Key);
  if (kind === "put") checkItemKeys(table, target);
  const key = keyText(table.keys, target);
  const before = findNamed(table.items, key);
  if (!condition(before ?? {})) throw conditionFailed(before, request.ReturnValuesOnConditionCheckFailure);
  return { table, key, before, after: itemAfter(table, kind, { target, before, actions }), actions };
}

export function applyWrite({ table, key, after }: PlannedWrite): void {
  if (after === undefined) removeNamed(table.items, key);
  else putNamed(table.items, key, after);
}

function itemAfter(
  table: TableRecord,
  kind: WriteKind,
  write: { target: StoredItem; before: StoredItem | undefined; actions: readonly UpdateAction[] },
): StoredItem | undefined {
  if (kind === "check") return write.before;
  if (kind === "delete") return undefined;
  const after = kind === "put" ? write.target : applyUpdate(write.before ?? write.target, write.actions);
  if (kind === "update") {
    refuseKeyChange(table, write.target, after);
    checkIndexKeys(table, after);
  }
  if (sizeOfItem(after) > MAX_ITEM_BYTES)
    throw validationError(
      kind === "put"
        ? "Item size has exceeded the maximum allowed size"
        : "Item size to update has exceeded the maximum allowed size",
    );
  return after;
}

function conditionFailed(before: StoredItem | undefined, returned: string | undefined): AwsError {
  const members = returned === "ALL_OLD" && before !== undefined ? { Item: answeredItem(before) } : {};
  return new AwsError("ConditionalCheckFailedException", "The conditional request failed", { members });
}
