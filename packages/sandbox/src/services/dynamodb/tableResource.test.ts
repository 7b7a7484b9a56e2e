import { expect, test } from "vitest";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { makeResource } from "../../testing/makeResource.ts";
import { dynamodb } from "./dynamodb.ts";
import { tableResource } from "./resources/tableResource.ts";

const SLURM_TABLE = {
  TableName: "parallelcluster-slurm-ml-cluster",
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
};

test("a table is pending until it is active and until it is gone", () => {
  const kernel = createTestKernel({ modules: [dynamodb] });
  const context = createResourceContext(kernel, "SlurmDynamoDBTable", [{ Key: "team", Value: "ml" }]);
  const { physicalId } = makeResource(tableResource, SLURM_TABLE, context);
  expect(tableResource.progress?.(physicalId, SLURM_TABLE, context).status).toBe("pending");
  kernel.clock.runUntilIdle();
  expect(tableResource.progress?.(physicalId, SLURM_TABLE, context).status).toBe("done");
  const { ref, attributes } = tableResource.read(physicalId, SLURM_TABLE, context);
  expect(ref).toBe("parallelcluster-slurm-ml-cluster");
  expect(
    context.call("dynamodb", "ListTagsOfResource", {
      ResourceArn: JSON.stringify(attributes["Arn"]).slice(1, -1),
    }).Tags,
  ).toEqual([{ Key: "team", Value: "ml" }]);
  tableResource.delete(physicalId, SLURM_TABLE, context);
  expect(tableResource.deleteProgress?.(physicalId, context, SLURM_TABLE).status).toBe("pending");
  kernel.clock.runUntilIdle();
  expect(tableResource.deleteProgress?.(physicalId, context, SLURM_TABLE).status).toBe("done");
});

test("an index is removed by an update, and a property that is not modelled is refused", () => {
  const kernel = createTestKernel({ modules: [dynamodb] });
  const context = createResourceContext(kernel, "Table");
  const { physicalId } = makeResource(tableResource, SLURM_TABLE, context);
  kernel.clock.runUntilIdle();
  const after = {
    ...SLURM_TABLE,
    AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
    GlobalSecondaryIndexes: [],
  };
  const changed = ["AttributeDefinitions", "GlobalSecondaryIndexes"];
  tableResource.update?.(physicalId, { before: SLURM_TABLE, after, changed }, context);
  const { Table } = context.call("dynamodb", "DescribeTable", { TableName: physicalId });
  expect(Table?.GlobalSecondaryIndexes).toBeUndefined();
  expect(Table?.AttributeDefinitions).toHaveLength(1);
  expect(() =>
    makeResource(tableResource, { ...SLURM_TABLE, KinesisStreamSpecification: {} }, context),
  ).toThrow(
    "The property KinesisStreamSpecification of AWS::DynamoDB::Table is not modelled by the sandbox.",
  );
});

test("a table is encrypted by a KMS key, AWS's or its own, when its template says so", () => {
  const kernel = createTestKernel({ modules: [dynamodb] });
  const context = createResourceContext(kernel, "Table");
  const before = { ...SLURM_TABLE, SSESpecification: { SSEEnabled: true } };
  const { physicalId } = makeResource(tableResource, before, context);
  kernel.clock.runUntilIdle();
  const encryption = () =>
    context.call("dynamodb", "DescribeTable", { TableName: physicalId }).Table?.SSEDescription;
  expect(encryption()).toEqual({
    Status: "ENABLED",
    SSEType: "KMS",
    KMSMasterKeyArn: expect.stringMatching(/^arn:aws:kms:us-west-2:123456789012:key\/[0-9a-f-]{36}$/),
  });
  const changed = ["SSESpecification"];
  const own = { ...SLURM_TABLE, SSESpecification: { SSEEnabled: true, KMSMasterKeyId: "alias/ml" } };
  tableResource.update?.(physicalId, { before, after: own, changed }, context);
  kernel.clock.runUntilIdle();
  expect(encryption()?.KMSMasterKeyArn).toBe("arn:aws:kms:us-west-2:123456789012:alias/ml");
  tableResource.update?.(physicalId, { before: own, after: SLURM_TABLE, changed }, context);
  expect(encryption()).toBeUndefined();
});
