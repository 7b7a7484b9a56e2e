import type { AttributeValue, Select } from "@aws-sdk/client-dynamodb";
import { compareText, listNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { validationError } from "./dynamodbErrors.ts";
import type { IndexRecord, KeyNames, TableRecord } from "./DynamodbState.ts";
import { ExpressionReader } from "./expressions/ExpressionReader.ts";
import { ExpressionScope, type Placeholders } from "./expressions/ExpressionScope.ts";
import { parseCondition, type ItemCondition } from "./expressions/parseCondition.ts";
import { parseKeyCondition } from "./expressions/parseKeyCondition.ts";
import { parseProjection, projected } from "./expressions/parseProjection.ts";
import { keyText } from "./itemKeys.ts";
import { namesOf } from "./tableDefinition.ts";
import { indexedItems } from "./tableView.ts";
import { usableTable } from "./tables.ts";
import { compareValues } from "./values/compareValues.ts";
import { answeredItem, sizeOfItem, storedItem, type StoredItem } from "./values/StoredValue.ts";

const MAX_PAGE_BYTES = 1_048_576;

const SHARED = [
  "TableName",
  "IndexName",
  "Select",
  "Limit",
  "ConsistentRead",
  "ExclusiveStartKey",
  "FilterExpression",
  "ProjectionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
] as const;

export const queryOperations = defineOperations<"dynamodb">()({
  Query: {
    members: [...SHARED, "KeyConditionExpression", "ScanIndexForward"],
    run(input, context) {
      const source = sourceOf(usableTable(input.TableName, context), input);
      if (input.KeyConditionExpression === undefined)
        throw validationError(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
        );
      const scope = new ExpressionScope(input, true);
      const isWanted = parseKeyCondition(
        new ExpressionReader(input.KeyConditionExpression, "KeyConditionExpression", scope),
        source.keys,
      );
      const direction = input.ScanIndexForward === false ? -1 : 1;
      const items = source.items
        .filter(isWanted)
        .sort((left, right) => compareItems(source, left, right) * direction);
      return answer(source, items, { ...input, scope, direction });
    },
  },
  Scan: {
    members: [...SHARED, "Segment", "TotalSegments"],
    run(input, context) {
      const source = sourceOf(usableTable(input.TableName, context), input);
      const hasExpression = input.FilterExpression !== undefined || input.ProjectionExpression !== undefined;
      const scope = new ExpressionScope(input, hasExpression);
      const { Segment = 0, TotalSegments = 1 } = input;
      const items = source.items
        .filter((_item, index) => index % TotalSegments === Segment)
        .sort((left, right) => compareItems(source, left, right));
      return answer(source, items, { ...input, scope, direction: 1 });
    },
  },
});

/** What is searched: a table or one of its indexes. */
interface Source {
  readonly table: TableRecord;
  readonly index: IndexRecord | undefined;
  readonly keys: KeyNames;
  readonly items: StoredItem[];
}

interface SearchRequest extends Placeholders {
  readonly IndexName?: string | undefined;
  readonly Select?: Select | undefined;
  readonly Limit?: number | undefined;
  readonly ConsistentRead?: boolean | undefined;
  readonly ExclusiveStartKey?: Record<string, AttributeValue> | undefined;
  readonly FilterExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
}

interface Answer {
  Items?: Record<string, AttributeValue>[];
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: Record<string, AttributeValue>;
}

function sourceOf(table: TableRecord, request: SearchRequest): Source {
  const items = listNamed(table.items);
  if (request.IndexName === undefined) return { table, index: undefined, keys: table.keys, items };
  const index = table.indexes.find(({ name }) => name === request.IndexName);
  if (index === undefined)
    throw validationError(`The table does not have the specified index: ${request.IndexName}`);
  if (index.kind === "global" && request.ConsistentRead === true)
    throw validationError("Consistent reads are not supported on global secondary indexes");
  return {
    table,
    index,
    keys: index.keys,
    items: indexedItems(index, items).map((item) => indexProjection(table, index, item)),
  };
}

function indexProjection(table: TableRecord, index: IndexRecord, item: StoredItem): StoredItem {
  if (index.projection === "ALL") return item;
  const names = [...namesOf(table.keys), ...namesOf(index.keys), ...index.includedNames];
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

/** Sort key first, then primary key, so that the order is whole. */
function compareItems({ table, keys }: Source, left: StoredItem, right: StoredItem): number {
  const names = keys.range === undefined ? [] : [keys.range];
  for (const name of names) {
    const [a, b] = [left[name], right[name]];
    const order = a === undefined || b === undefined ? 0 : compareValues(a, b);
    if (order !== undefined && order !== 0) return order;
  }
  return compareText(keyText(table.keys, left), keyText(table.keys, right));
}

function answer(
  source: Source,
  items: readonly StoredItem[],
  request: SearchRequest & { readonly scope: ExpressionScope; readonly direction: number },
): Answer {
  const { scope } = request;
  const matches: ItemCondition =
    request.FilterExpression === undefined
      ? () => true
      : parseCondition(new ExpressionReader(request.FilterExpression, "FilterExpression", scope));
  const paths =
    request.ProjectionExpression === undefined
      ? undefined
      : parseProjection(new ExpressionReader(request.ProjectionExpression, "ProjectionExpression", scope));
  scope.refuseUnused();
  const rest = itemsAfter(source, items, request);
  const page = rest.slice(0, pageLength(rest, request.Limit));
  const found = page.filter(matches);
  const last = page.at(-1);
  const hasMore = last !== undefined && (page.length < rest.length || page.length === request.Limit);
  return {
    ...(request.Select === "COUNT"
      ? {}
      : { Items: found.map((item) => answeredItem(paths === undefined ? item : projected(item, paths))) }),
    Count: found.length,
    ScannedCount: page.length,
    ...(hasMore ? { LastEvaluatedKey: answeredItem(positionOf(source, last)) } : {}),
  };
}

function itemsAfter(
  source: Source,
  items: readonly StoredItem[],
  request: {
    readonly ExclusiveStartKey?: Record<string, AttributeValue> | undefined;
    readonly direction: number;
  },
): readonly StoredItem[] {
  if (request.ExclusiveStartKey === undefined) return items;
  const start = storedItem(request.ExclusiveStartKey);
  const names = new Set([...namesOf(source.table.keys), ...namesOf(source.keys)]);
  if (Object.keys(start).length !== names.size || ![...names].every((name) => Object.hasOwn(start, name)))
    throw validationError("The provided starting key is invalid");
  return items.filter((item) => compareItems(source, item, start) * request.direction > 0);
}

function positionOf(source: Source, item: StoredItem): StoredItem {
  const names = new Set([...namesOf(source.table.keys), ...namesOf(source.keys)]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** A page ends at the limit or where the items read pass 1 MB. */
function pageLength(items: readonly StoredItem[], limit: number | undefined): number {
  if (limit !== undefined && limit < 1)
    throw validationError(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  let bytes = 0;
  const most = Math.min(items.length, limit ?? Infinity);
  for (const [index, item] of items.entries()) {
    if (index >= most) break;
    bytes += sizeOfItem(item);
    if (bytes > MAX_PAGE_BYTES) return Math.max(1, index);
  }
  return most;
}
