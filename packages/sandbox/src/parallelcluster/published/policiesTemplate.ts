import type { Json, JsonObject } from "../../kernel/json.ts";
import { ref } from "../template/intrinsics.ts";

/** The policies that someone needs who creates clusters: the provider nests this template for its function. */
export function policiesTemplate(): JsonObject {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "AWS ParallelCluster Policies",
    Parameters: {
      EnableIamAdminAccess: { Type: "String", AllowedValues: ["true", "false"], Default: "false" },
    },
    Conditions: { EnableIamPolicy: { "Fn::Equals": [ref("EnableIamAdminAccess"), "true"] } },
    Resources: {
      ParallelClusterClusterPolicy1: policy(computeStatements()),
      ParallelClusterClusterPolicy2: policy(serviceStatements()),
      DefaultParallelClusterIamAdminPolicy: { Condition: "EnableIamPolicy", ...policy(iamStatements()) },
    },
    Outputs: {
      ParallelClusterClusterPolicy1: { Value: ref("ParallelClusterClusterPolicy1") },
      ParallelClusterClusterPolicy2: { Value: ref("ParallelClusterClusterPolicy2") },
      DefaultParallelClusterIamAdminPolicy: {
        Condition: "EnableIamPolicy",
        Value: ref("DefaultParallelClusterIamAdminPolicy"),
      },
    },
  };
}

function computeStatements(): readonly JsonObject[] {
  const own = "${AWS::Region}:${AWS::AccountId}";
  return [
    allow("EC2Read", ["ec2:Describe*"], "*"),
    allow("EC2Write", EC2_ACTIONS, sub(`arn:\${AWS::Partition}:ec2:${own}:*`)),
    allow("DynamoDB", ["dynamodb:*"], sub(`arn:\${AWS::Partition}:dynamodb:${own}:table/parallelcluster-*`)),
    allow("Route53HostedZones", ["route53:*"], "*"),
    allow("CloudFormation", ["cloudformation:*"], "*"),
  ];
}

function serviceStatements(): readonly JsonObject[] {
  return [
    allow("CloudWatch", ["cloudwatch:*", "logs:*"], "*"),
    allow(
      "S3ParallelClusterReadOnly",
      ["s3:Get*", "s3:List*"],
      sub("arn:${AWS::Partition}:s3:::*-aws-parallelcluster*"),
    ),
    allow("S3Parallelcluster", ["s3:*"], sub("arn:${AWS::Partition}:s3:::parallelcluster-*")),
    allow(
      "Lambda",
      ["lambda:*"],
      sub("arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:p*cluster-*"),
    ),
    allow("FSx", ["fsx:*"], "*"),
  ];
}

function iamStatements(): readonly JsonObject[] {
  return [
    allow("IamRead", ["iam:Get*", "iam:List*"], "*"),
    allow(
      "IamWrite",
      ["iam:*"],
      ["role", "instance-profile"].map((kind) =>
        sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${kind}/parallelcluster/*`),
      ),
    ),
  ];
}

const EC2_ACTIONS = [
  "ec2:AllocateAddress",
  "ec2:AssociateAddress",
  "ec2:CreateLaunchTemplate",
  "ec2:CreateNetworkInterface",
  "ec2:CreatePlacementGroup",
  "ec2:CreateSecurityGroup",
  "ec2:CreateTags",
  "ec2:CreateVolume",
  "ec2:DeleteLaunchTemplate",
  "ec2:DeleteNetworkInterface",
  "ec2:DeletePlacementGroup",
  "ec2:DeleteSecurityGroup",
  "ec2:DeleteVolume",
  "ec2:RunInstances",
  "ec2:TerminateInstances",
];

function policy(statements: readonly JsonObject[]): JsonObject {
  return {
    Type: "AWS::IAM::ManagedPolicy",
    Properties: { PolicyDocument: { Version: "2012-10-17", Statement: statements } },
  };
}

function allow(sid: string, actions: readonly string[], resource: Json): JsonObject {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resource };
}

function sub(text: string): JsonObject {
  return { "Fn::Sub": text };
}
