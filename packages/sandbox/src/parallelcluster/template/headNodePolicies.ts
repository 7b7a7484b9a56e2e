import type { Json, JsonObject } from "../../kernel/json.ts";
import { zoneId } from "./dns.ts";
import type { ClusterPlan } from "./ClusterPlan.ts";
import type { NodePolicy } from "./instanceIdentity.ts";
import { arn, ref, regionalArn } from "./intrinsics.ts";

/** What the head node may do: run the fleet, read its own stack and artifacts, keep its tables and its zone. */
export function headNodePolicies(plan: ClusterPlan): readonly NodePolicy[] {
  const zone = zoneId(plan);
  return [
    {
      logicalId: "ParallelClusterPoliciesHeadNode",
      policyName: "parallelcluster",
      statements: [...instanceStatements(plan), ...fleetStatements(plan), ...artifactStatements(plan)],
    },
    {
      logicalId: "SlurmPoliciesHeadNode",
      policyName: "parallelcluster-slurm-head-node",
      statements: slurmStatements(),
    },
    ...(zone === undefined ? [] : [route53Policy(zone)]),
  ];
}

function instanceStatements(plan: ClusterPlan): readonly JsonObject[] {
  const ownInstances = regionalArn("ec2", "instance/*");
  return [
    {
      Sid: "Ec2",
      Effect: "Allow",
      Action: [
        "ec2:DescribeInstanceAttribute",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeVolumes",
        "ec2:DescribeCapacityReservations",
      ],
      Resource: "*",
    },
    {
      Sid: "Ec2TagsAndVolumes",
      Effect: "Allow",
      Action: ["ec2:AttachVolume", "ec2:CreateTags", "ec2:DetachVolume"],
      Resource: [ownInstances, regionalArn("ec2", "volume/*")],
    },
    {
      Sid: "EC2Terminate",
      Effect: "Allow",
      Action: ["ec2:TerminateInstances"],
      Resource: "*",
      Condition: {
        StringEquals: { "ec2:ResourceTag/parallelcluster:cluster-name": plan.facts.clusterName },
      },
    },
  ];
}

function fleetStatements(plan: ClusterPlan): readonly JsonObject[] {
  const images = plan.facts.version.version;
  return [
    {
      Sid: "EC2",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: [
        ...[
          "subnet/*",
          "network-interface/*",
          "instance/*",
          "volume/*",
          "key-pair/*",
          "security-group/*",
        ].map((resource) => regionalArn("ec2", resource)),
        regionalArn("ec2", "launch-template/*"),
        regionalArn("ec2", "placement-group/*"),
        regionalArn("ec2", "capacity-reservation/*"),
        arn("ec2:", ref("AWS::Region"), "::image/*"),
        arn("resource-groups:", ref("AWS::Region"), ":", ref("AWS::AccountId"), ":group/*"),
      ],
    },
    {
      Sid: "PassRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [arn("iam::", ref("AWS::AccountId"), `:role/parallelcluster/${plan.facts.clusterName}/*`)],
    },
    {
      Sid: "Pricing",
      Effect: "Allow",
      Action: ["ec2:DescribeSpotPriceHistory", "ec2:DescribeInstanceTypes", "pricing:GetProducts"],
      Resource: "*",
    },
    {
      Sid: "Version",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [arn("s3:::", ref("AWS::Region"), `-aws-parallelcluster/parallelcluster/${images}/*`)],
    },
  ];
}

function artifactStatements(plan: ClusterPlan): readonly JsonObject[] {
  const { bucket, artifactDirectory, clusterName } = plan.facts;
  return [
    {
      Sid: "S3GetObj",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: [arn(`s3:::${bucket}/${artifactDirectory}/*`)],
    },
    {
      Sid: "S3PutObj",
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: [arn(`s3:::${bucket}/${artifactDirectory}/batch/*`)],
    },
    {
      Sid: "CloudFormation",
      Effect: "Allow",
      Action: [
        "cloudformation:DescribeStackResource",
        "cloudformation:DescribeStacks",
        "cloudformation:SignalResource",
      ],
      Resource: [
        regionalArn("cloudformation", `stack/${clusterName}/*`),
        regionalArn("cloudformation", `stack/${clusterName}-*/*`),
      ],
    },
    {
      Sid: "DcvLicense",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [arn("s3:::dcv-license.", ref("AWS::Region"), "/*")],
    },
  ];
}

function slurmStatements(): readonly JsonObject[] {
  return [
    {
      Sid: "DynamoDBTable",
      Effect: "Allow",
      Action: [
        "dynamodb:PutItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:GetItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ],
      Resource: [
        regionalArn("dynamodb", "table/", ref("SlurmDynamoDBTable")),
        regionalArn("dynamodb", "table/", ref("DynamoDBTable")),
        regionalArn("dynamodb", "table/", ref("SlurmDynamoDBTable"), "/index/*"),
      ],
    },
  ];
}

function route53Policy(zone: Json): NodePolicy {
  return {
    logicalId: "ParallelClusterSlurmRoute53Policies",
    policyName: "parallelcluster-slurm-route53",
    statements: [
      {
        Sid: "Route53Add",
        Effect: "Allow",
        Action: ["route53:ChangeResourceRecordSets"],
        Resource: [arn("route53:::hostedzone/", zone)],
      },
    ],
  };
}
