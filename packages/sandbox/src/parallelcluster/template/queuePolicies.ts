import type { Queue } from "../configuration/ClusterConfiguration.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { ClusterPlan } from "./ClusterPlan.ts";
import type { NodePolicy } from "./instanceIdentity.ts";
import { arn, ref, regionalArn } from "./intrinsics.ts";
import type { NestedReferences } from "./nestedReferences.ts";

/** What the nodes of a queue may do: read the cluster's artifacts, find their own name, report their configuration. */
export function queuePolicies(
  plan: ClusterPlan,
  queue: Queue,
  node: { readonly suffix: string; readonly references: NestedReferences },
): readonly NodePolicy[] {
  return [
    {
      logicalId: `ParallelClusterPolicies${node.suffix}`,
      policyName: "parallelcluster",
      statements: baseStatements(plan, queue),
    },
    {
      logicalId: `SlurmPolicies${node.suffix}`,
      policyName: "parallelcluster-slurm-compute",
      statements: slurmStatements(plan, node.references),
    },
  ];
}

function baseStatements(plan: ClusterPlan, queue: Queue): readonly JsonObject[] {
  const { bucket, artifactDirectory, clusterName, version } = plan.facts;
  return [
    {
      Sid: "Ec2",
      Effect: "Allow",
      Action: ["ec2:DescribeInstanceAttribute"],
      Resource: "*",
    },
    {
      Sid: "S3GetObj",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [
        arn("s3:::", ref("AWS::Region"), `-aws-parallelcluster/parallelcluster/${version.version}/*`),
        arn(`s3:::${bucket}/${artifactDirectory}/*`),
      ],
    },
    {
      Sid: "EC2Own",
      Effect: "Allow",
      Action: "ec2:TerminateInstances",
      Resource: "*",
      Condition: {
        StringEquals: {
          "aws:ResourceTag/parallelcluster:cluster-name": clusterName,
          "aws:ResourceTag/parallelcluster:node-type": "Compute",
          "aws:ResourceTag/parallelcluster:queue-name": [queue.name],
        },
      },
    },
  ];
}

function slurmStatements(plan: ClusterPlan, references: NestedReferences): readonly JsonObject[] {
  const slurmTable = regionalArn("dynamodb", "table/", references.value("SlurmDynamoDBTable"));
  return [
    {
      Sid: "SlurmDynamoDBTableQuery",
      Effect: "Allow",
      Action: "dynamodb:Query",
      Resource: [
        slurmTable,
        regionalArn("dynamodb", "table/", references.value("SlurmDynamoDBTable"), "/index/*"),
      ],
    },
    {
      Sid: "DynamoDBTable",
      Effect: "Allow",
      Action: ["dynamodb:UpdateItem", "dynamodb:PutItem", "dynamodb:GetItem"],
      Resource: [regionalArn("dynamodb", `table/parallelcluster-${plan.facts.clusterName}`)],
    },
  ];
}
