import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import type { OutputOf } from "../../kernel/serviceModels.ts";
import type { SandboxKernel } from "../../kernel/SandboxKernel.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { dynamodb } from "./dynamodb.ts";

type QueryAnswer = OutputOf<"dynamodb", "Query">;

const TableName = "parallelcluster-ml";
const Key = { Id: { S: "COMPUTE_FLEET" } };

function kernelWithTable(): SandboxKernel {
  const kernel = createTestKernel({ modules: [dynamodb] });
  kernel.context("us-west-2").call("dynamodb", "CreateTable", {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "Id", AttributeType: "S" },
      { AttributeName: "InstanceId", AttributeType: "S" },
    ],
    KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
    GlobalSecondaryIndexes: [
      {
        IndexName: "InstanceId",
        KeySchema: [{ AttributeName: "InstanceId", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  });
  return kernel;
}

function withTable(): RegionContext {
  const kernel = kernelWithTable();
  kernel.clock.runUntilIdle();
  return kernel.context("us-west-2");
}

/** A table of events by node (partition) and number (sort). */
function withEvents(count: number): RegionContext {
  const kernel = createTestKernel({ modules: [dynamodb] });
  const context = kernel.context("us-west-2");
  context.call("dynamodb", "CreateTable", {
    TableName: "events",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "node", AttributeType: "S" },
      { AttributeName: "at", AttributeType: "N" },
    ],
    KeySchema: [
      { AttributeName: "node", KeyType: "HASH" },
      { AttributeName: "at", KeyType: "RANGE" },
    ],
  });
  kernel.clock.runUntilIdle();
  for (let at = 1; at <= count; at += 1)
    context.call("dynamodb", "PutItem", {
      TableName: "events",
      Item: { node: { S: "n1" }, at: { N: String(at) }, odd: { BOOL: at % 2 === 1 } },
    });
  return context;
}

test("a table is CREATING, without items, then ACTIVE, and gone some time after its deletion", () => {
  const kernel = kernelWithTable();
  const context = kernel.context("us-west-2");
  const status = (): unknown => context.call("dynamodb", "DescribeTable", { TableName }).Table?.TableStatus;
  expect(status()).toBe("CREATING");
  expect(() => context.call("dynamodb", "GetItem", { TableName, Key })).toThrow(
    "Requested resource not found",
  );
  kernel.clock.runUntilIdle();
  expect(status()).toBe("ACTIVE");
  context.call("dynamodb", "DeleteTable", { TableName });
  expect(status()).toBe("DELETING");
  kernel.clock.runUntilIdle();
  expect(status).toThrow(`Requested resource not found: Table: ${TableName} not found`);
});

test("the fleet status changes only from the status that the caller knows", () => {
  const context = withTable();
  context.call("dynamodb", "PutItem", {
    TableName,
    Item: { ...Key, Data: { M: { status: { S: "RUNNING" }, lastStatusUpdatedTime: { S: "t0" } } } },
  });
  const change = (from: string, to: string): unknown =>
    context.call("dynamodb", "UpdateItem", {
      TableName,
      Key,
      UpdateExpression: "set #dt.#st=:s, #dt.#lut=:t",
      ConditionExpression: "#n0.#n1 = :v0",
      ExpressionAttributeNames: {
        "#dt": "Data",
        "#st": "status",
        "#lut": "lastStatusUpdatedTime",
        "#n0": "Data",
        "#n1": "status",
      },
      ExpressionAttributeValues: { ":s": { S: to }, ":t": { S: "t1" }, ":v0": { S: from } },
      ReturnValues: "ALL_NEW",
    });
  expect(change("RUNNING", "STOP_REQUESTED")).toEqual({
    Attributes: {
      ...Key,
      Data: { M: { status: { S: "STOP_REQUESTED" }, lastStatusUpdatedTime: { S: "t1" } } },
    },
  });
  expect(() => change("RUNNING", "STOP_REQUESTED")).toThrow("The conditional request failed");
  expect(
    context.call("dynamodb", "GetItem", { TableName, Key, ConsistentRead: true }).Item?.["Data"],
  ).toEqual({
    M: { status: { S: "STOP_REQUESTED" }, lastStatusUpdatedTime: { S: "t1" } },
  });
});

test("an item that is not there is an answer without Item", () => {
  expect(withTable().call("dynamodb", "GetItem", { TableName, Key })).toEqual({});
});

test("nodes are found by instance id through the index", () => {
  const context = withTable();
  for (const [node, instance] of [
    ["gpu-st-1", "i-1"],
    ["gpu-st-2", "i-2"],
  ])
    context.call("dynamodb", "PutItem", {
      TableName,
      Item: { Id: { S: node ?? "" }, InstanceId: { S: instance ?? "" } },
    });
  const found = context.call("dynamodb", "Query", {
    TableName,
    IndexName: "InstanceId",
    KeyConditionExpression: "InstanceId = :i",
    ExpressionAttributeValues: { ":i": { S: "i-2" } },
  });
  expect(found).toEqual({
    Items: [{ Id: { S: "gpu-st-2" }, InstanceId: { S: "i-2" } }],
    Count: 1,
    ScannedCount: 1,
  });
});

test.each([
  {
    when: "the key has another name",
    run: (context: RegionContext) =>
      context.call("dynamodb", "GetItem", { TableName, Key: { Name: { S: "x" } } }),
    message: "The provided key element does not match the schema",
  },
  {
    when: "an item has no key",
    run: (context: RegionContext) =>
      context.call("dynamodb", "PutItem", { TableName, Item: { a: { S: "x" } } }),
    message: "One or more parameter values were invalid: Missing the key Id in the item",
  },
  {
    when: "the key has the wrong type",
    run: (context: RegionContext) =>
      context.call("dynamodb", "PutItem", { TableName, Item: { Id: { N: "1" } } }),
    message: "Type mismatch for key Id expected: S actual: N",
  },
  {
    when: "the key is empty",
    run: (context: RegionContext) =>
      context.call("dynamodb", "PutItem", { TableName, Item: { Id: { S: "" } } }),
    message: "cannot contain an empty string value. Key: Id",
  },
  {
    when: "an update would change the key",
    run: (context: RegionContext) =>
      context.call("dynamodb", "UpdateItem", {
        TableName,
        Key,
        UpdateExpression: "SET Id = :x",
        ExpressionAttributeValues: { ":x": { S: "other" } },
      }),
    message: "Cannot update attribute Id. This attribute is part of the key",
  },
  {
    when: "a value is not used",
    run: (context: RegionContext) =>
      context.call("dynamodb", "UpdateItem", {
        TableName,
        Key,
        UpdateExpression: "REMOVE a",
        ExpressionAttributeValues: { ":x": { S: "other" } },
      }),
    message: "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}",
  },
  {
    when: "a value is not given",
    run: (context: RegionContext) =>
      context.call("dynamodb", "UpdateItem", { TableName, Key, UpdateExpression: "SET a = :x" }),
    message: "An expression attribute value used in expression is not defined; attribute value: :x",
  },
  {
    when: "an index is not there",
    run: (context: RegionContext) => context.call("dynamodb", "Scan", { TableName, IndexName: "none" }),
    message: "The table does not have the specified index: none",
  },
  {
    when: "a query lacks the partition key",
    run: (context: RegionContext) =>
      context.call("dynamodb", "Query", {
        TableName,
        KeyConditionExpression: "InstanceId = :i",
        ExpressionAttributeValues: { ":i": { S: "i" } },
      }),
    message: "Query condition missed key schema element: Id",
  },
  {
    when: "a table is made twice",
    run: (context: RegionContext) =>
      context.call("dynamodb", "CreateTable", {
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
      }),
    message: `Table already exists: ${TableName}`,
  },
  {
    when: "units are given for billing by request",
    run: (context: RegionContext) =>
      context.call("dynamodb", "CreateTable", {
        TableName: "other",
        BillingMode: "PAY_PER_REQUEST",
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
      }),
    message:
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
  },
])("the call is refused when $when", ({ run, message }) => {
  expect(() => run(withTable())).toThrow(message);
});

test("a query is ordered by number, goes backwards, and is paged by the last key", () => {
  const context = withEvents(11);
  const query = {
    TableName: "events",
    KeyConditionExpression: "#n = :n AND #a BETWEEN :low AND :high",
    ExpressionAttributeNames: { "#n": "node", "#a": "at" },
    ExpressionAttributeValues: { ":n": { S: "n1" }, ":low": { N: "2" }, ":high": { N: "11" } },
    ScanIndexForward: false,
    Limit: 4,
  };
  const numbers: unknown[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page: QueryAnswer = context.call("dynamodb", "Query", { ...query, ExclusiveStartKey });
    numbers.push(...(page.Items ?? []).map((item) => item["at"]?.N));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  expect(numbers).toEqual(["11", "10", "9", "8", "7", "6", "5", "4", "3", "2"]);
});

test("a filter is applied after the limit", () => {
  const page = withEvents(4).call("dynamodb", "Scan", {
    TableName: "events",
    FilterExpression: "odd = :t",
    ExpressionAttributeValues: { ":t": { BOOL: true } },
    Limit: 3,
  });
  expect(page).toMatchObject({ Count: 2, ScannedCount: 3 });
  expect(page.LastEvaluatedKey).toEqual({ node: { S: "n1" }, at: { N: "3" } });
});

test("a transaction does all or nothing, and says which part failed", () => {
  const context = withTable();
  const put = (id: string) => ({
    Put: { TableName, Item: { Id: { S: id } }, ConditionExpression: "attribute_not_exists(Id)" },
  });
  context.call("dynamodb", "TransactWriteItems", { TransactItems: [put("a")] });
  let error: unknown;
  try {
    context.call("dynamodb", "TransactWriteItems", { TransactItems: [put("b"), put("a")] });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(AwsError);
  expect(error).toMatchObject({
    code: "TransactionCanceledException",
    message:
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
  });
  expect(context.call("dynamodb", "Scan", { TableName }).Count).toBe(1);
});

test("batches write, remove and read over tables", () => {
  const context = withTable();
  context.call("dynamodb", "BatchWriteItem", {
    RequestItems: { [TableName]: ["a", "b"].map((id) => ({ PutRequest: { Item: { Id: { S: id } } } })) },
  });
  context.call("dynamodb", "BatchWriteItem", {
    RequestItems: { [TableName]: [{ DeleteRequest: { Key: { Id: { S: "a" } } } }] },
  });
  expect(
    context.call("dynamodb", "BatchGetItem", {
      RequestItems: { [TableName]: { Keys: [{ Id: { S: "a" } }, { Id: { S: "b" } }] } },
    }),
  ).toEqual({ Responses: { [TableName]: [{ Id: { S: "b" } }] }, UnprocessedKeys: {} });
});

test("attributes with dangerous names and bytes come back as they were", () => {
  const context = withTable();
  const Item = {
    Id: { S: "__proto__" },
    ["__proto__"]: { S: "kept" },
    constructor: { B: new Uint8Array([0, 144, 255]) },
  };
  context.call("dynamodb", "PutItem", { TableName, Item });
  const answer = context.call("dynamodb", "GetItem", { TableName, Key: { Id: { S: "__proto__" } } });
  expect(Object.entries(answer.Item ?? {})).toHaveLength(3);
  expect(Buffer.from(answer.Item?.["constructor"]?.B ?? []).toString("hex")).toBe("0090ff");
});
