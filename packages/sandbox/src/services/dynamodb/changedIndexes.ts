import type { AttributeDefinition, GlobalSecondaryIndexUpdate } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../kernel/AwsError.ts";
import { validationError } from "./dynamodbErrors.ts";
import type { AttributeRecord, IndexRecord, TableRecord } from "./DynamodbState.ts";
import { attributeRecords, indexRecord, namesOf } from "./tableDefinition.ts";

export interface IndexChanges {
  readonly AttributeDefinitions?: AttributeDefinition[] | undefined;
  readonly GlobalSecondaryIndexUpdates?: GlobalSecondaryIndexUpdate[] | undefined;
}

/** The table's indexes and attribute definitions after an update; one index can be made or removed at a time. */
export function changedIndexes(
  table: TableRecord,
  input: IndexChanges,
): { indexes: readonly IndexRecord[]; attributes: readonly AttributeRecord[] } {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  if (updates.length > 1)
    throw new AwsError(
      "LimitExceededException",
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  const indexes = updates.reduce(changed, table.indexes);
  const given = attributeRecords(input.AttributeDefinitions ?? []);
  const known = [...table.attributes.filter(({ name }) => !given.some((one) => one.name === name)), ...given];
  const used = new Set([table.keys, ...indexes.map((index) => index.keys)].flatMap(namesOf));
  const missing = [...used].filter((name) => !known.some((attribute) => attribute.name === name));
  if (missing.length > 0)
    throw validationError(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.join(", ")}], AttributeDefinitions: [${known.map(({ name }) => name).join(", ")}]`,
    );
  return { indexes, attributes: known.filter(({ name }) => used.has(name)) };
}

function changed(
  indexes: readonly IndexRecord[],
  update: GlobalSecondaryIndexUpdate,
): readonly IndexRecord[] {
  if (update.Create !== undefined) return [...indexes, indexRecord(update.Create, "global")];
  if (update.Delete === undefined)
    throw validationError("The sandbox models creation and deletion of global indexes only.");
  const name = update.Delete.IndexName;
  if (!indexes.some((index) => index.name === name && index.kind === "global"))
    throw new AwsError("ResourceNotFoundException", "Requested resource not found");
  return indexes.filter((index) => index.name !== name);
}
