import type { AttributeValue, CancellationReason } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { validationError } from "./dynamodbErrors.ts";
import { checkedKey, keyText } from "./itemKeys.ts";
import { projectionOf } from "./items.ts";
import { applyWrite, planWrite, type PlannedWrite, type WriteKind, type WriteRequest } from "./planWrite.ts";
import { usableTable } from "./tables.ts";
import { answeredItem } from "./values/StoredValue.ts";

export const batchOperations = defineOperations<"dynamodb">()({
  BatchWriteItem: {
    members: ["RequestItems"],
    run(input, context) {
      const writes = Object.entries(input.RequestItems ?? {}).flatMap(([tableName, requests]) => {
        const table = usableTable(tableName, context);
        return requests.map(({ PutRequest, DeleteRequest }) =>
          PutRequest === undefined
            ? planWrite(table, "delete", { Key: DeleteRequest?.Key })
            : planWrite(table, "put", { Item: PutRequest.Item }),
        );
      });
      if (writes.length > 25) throw validationError("Too many items requested for the BatchWriteItem call");
      refuseTwice(writes, "Provided list of item keys contains duplicates");
      writes.forEach(applyWrite);
      return { UnprocessedItems: {} };
    },
  },
  BatchGetItem: {
    members: ["RequestItems"],
    run(input, context) {
      const requests = Object.entries(input.RequestItems ?? {});
      const count = requests.reduce((sum, [, { Keys }]) => sum + (Keys ?? []).length, 0);
      if (count > 100) throw validationError("Too many items requested for the BatchGetItem call");
      const responses = requests.map(([tableName, request]) => {
        const table = usableTable(tableName, context);
        const project = projectionOf(request);
        const keys = (request.Keys ?? []).map((key) => keyText(table.keys, checkedKey(table, key)));
        if (new Set(keys).size !== keys.length)
          throw validationError("Provided list of item keys contains duplicates");
        const items = keys.map((key) => findNamed(table.items, key)).filter((item) => item !== undefined);
        return [tableName, items.map((item) => answeredItem(project(item)))] as const;
      });
      return { Responses: Object.fromEntries(responses), UnprocessedKeys: {} };
    },
  },
  TransactWriteItems: {
    members: ["TransactItems", "ClientRequestToken"],
    run(input, context) {
      const plans = (input.TransactItems ?? []).map((item) => {
        const [kind, request] = transactRequest(item);
        return attempt(() => planWrite(usableTable(request.TableName, context), kind, request));
      });
      const writes = plans.flatMap((plan) => ("write" in plan ? [plan.write] : []));
      if (writes.length < plans.length)
        throw cancelled(plans.map((plan) => ("write" in plan ? { Code: "None" } : plan.reason)));
      refuseTwice(writes, "Transaction request cannot include multiple operations on one item");
      writes.forEach(applyWrite);
      return {};
    },
  },
  TransactGetItems: {
    members: ["TransactItems"],
    run: (input, context) => ({
      Responses: (input.TransactItems ?? []).map(({ Get }) => transactGet(Get ?? noRequest(), context)),
    }),
  },
});

interface GetRequest {
  readonly TableName: string | undefined;
  readonly Key: Record<string, AttributeValue> | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
}

function transactGet(request: GetRequest, context: CallContext): { Item?: Record<string, AttributeValue> } {
  const table = usableTable(request.TableName, context);
  const project = projectionOf(request);
  const item = findNamed(table.items, keyText(table.keys, checkedKey(table, request.Key)));
  return item === undefined ? {} : { Item: answeredItem(project(item)) };
}

type NamedRequest = WriteRequest & { readonly TableName: string | undefined };

function transactRequest(item: {
  readonly Put?: NamedRequest | undefined;
  readonly Update?: NamedRequest | undefined;
  readonly Delete?: NamedRequest | undefined;
  readonly ConditionCheck?: NamedRequest | undefined;
}): readonly [WriteKind, NamedRequest] {
  if (item.Put !== undefined) return ["put", item.Put];
  if (item.Update !== undefined) return ["update", item.Update];
  if (item.Delete !== undefined) return ["delete", item.Delete];
  return ["check", item.ConditionCheck ?? noRequest()];
}

function noRequest(): never {
  throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
}

type Attempt = { readonly write: PlannedWrite } | { readonly reason: CancellationReason };

function attempt(plan: () => PlannedWrite): Attempt {
  try {
    return { write: plan() };
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "ConditionalCheckFailedException")) throw error;
    return { reason: { Code: "ConditionalCheckFailed", Message: error.message, ...error.members } };
  }
}

function cancelled(reasons: CancellationReason[]): AwsError {
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(", ")}]`,
    { members: { CancellationReasons: reasons } },
  );
}

function refuseTwice(writes: readonly PlannedWrite[], message: string): void {
  if (new Set(writes.map(({ table, key }) => `${table.name}\n${key}`)).size !== writes.length)
    throw validationError(message);
}
