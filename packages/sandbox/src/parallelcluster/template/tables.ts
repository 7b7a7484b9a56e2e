import type { ClusterPlan } from "./ClusterPlan.ts";
import type { Resources, TemplateResource } from "./Resources.ts";

/** State of the fleet, and which instance stands behind which Slurm node. */
export function tables(plan: ClusterPlan): Resources {
  const { clusterName } = plan.facts;
  return {
    SlurmDynamoDBTable: table({
      TableName: `parallelcluster-slurm-${clusterName}`,
      AttributeDefinitions: [
        { AttributeName: "Id", AttributeType: "S" },
        { AttributeName: "InstanceId", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "InstanceId",
          KeySchema: [{ AttributeName: "InstanceId", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
    DynamoDBTable: table({
      TableName: `parallelcluster-${clusterName}`,
      AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
    }),
  };
}

function table(properties: NonNullable<TemplateResource["Properties"]>): TemplateResource {
  return {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      ...properties,
      KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    },
    DeletionPolicy: "Delete",
    UpdateReplacePolicy: "Retain",
  };
}
