import type { Json, JsonObject } from "../../kernel/json.ts";
import { getAtt, ref } from "../template/intrinsics.ts";

const LOG_RETENTION_DAYS = 90;
const FUNCTION_MEMORY_MB = 2048;
const FUNCTION_TIMEOUT_SECONDS = 60;

/** Variables of the provider's function, from which the sandbox knows the version and the bucket. */
export const VERSION_VARIABLE = "PARALLELCLUSTER_VERSION";
export const BUCKET_VARIABLE = "PARALLELCLUSTER_BUCKET";

/** Where the layer's archive lies in the provider's bucket. */
export const LAYER_KEY = "layers/lambda-layer.zip";

/** AWS's CloudFormation provider for clusters: the function behind `Custom::PclusterCluster` and what it needs. */
export function providerTemplate(version: string): JsonObject {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "AWS ParallelCluster Cluster Custom Resource Provider",
    Parameters: parameters(),
    Mappings: { ParallelCluster: { Constants: { Version: version } } },
    Conditions: {
      CustomRoleCondition: not(equals(ref("CustomLambdaRole"), "")),
      UsePCPolicies: not({ Condition: "CustomRoleCondition" }),
      UseAdditionalIamPolicies: not(equals({ "Fn::Join": ["", ref("AdditionalIamPolicies")] }, "")),
      UseCustomBucket: not(equals(ref("CustomBucket"), "")),
    },
    Resources: { ...permissions(), ...functions(), ...cleanup() },
    Outputs: {
      ServiceToken: {
        Description: "Lambda for managing PCluster Resources",
        Value: getAtt("PclusterCfnFunction", "Arn"),
      },
      LogGroupArn: {
        Description: "ARN of LogGroup for Lambda logging",
        Value: getAtt("PclusterCfnFunctionLogGroup", "Arn"),
      },
      LambdaLayerArn: {
        Description: "ARN for the ParallelCluster Lambda Layer",
        Value: ref("PclusterLayer"),
      },
    },
  };
}

function parameters(): JsonObject {
  return {
    CustomLambdaRole: { Description: "Custom role to use for PC Lambda", Type: "String", Default: "" },
    AdditionalIamPolicies: {
      Description:
        "Comma-delimited list of additional IAM Policies to add to the cluster (only used if CustomLambdaRole isn't provided).",
      Type: "CommaDelimitedList",
      Default: "",
    },
    CustomBucket: {
      Description: "(Debug only) bucket to retrieve S3 artifacts for internal resources.",
      Type: "String",
      Default: "",
    },
  };
}

function permissions(): JsonObject {
  return {
    PclusterPolicies: {
      Condition: "UsePCPolicies",
      Type: "AWS::CloudFormation::Stack",
      Properties: {
        TemplateURL: sub(
          "https://${Bucket}.s3.${AWS::Region}.${AWS::URLSuffix}/parallelcluster/${Version}/templates/policies/policies.yaml",
          { Version: VERSION, Bucket: ARTIFACT_BUCKET },
        ),
        TimeoutInMinutes: 10,
        Parameters: { EnableIamAdminAccess: true },
      },
    },
    EventsPolicy: managedPolicy(
      "EventsPolicy",
      ["events:PutRule", "events:DeleteRule", "events:PutTargets", "events:RemoveTargets"],
      [sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*")],
    ),
    S3Policy: managedPolicy(
      "S3Policy",
      ["s3:*Object", "s3:ListBucket", "s3:ListBucketVersions"],
      [
        sub("arn:${AWS::Partition}:s3:::${PclusterCustomResourceBucket}/*"),
        sub("arn:${AWS::Partition}:s3:::${PclusterCustomResourceBucket}"),
      ],
    ),
    PclusterLambdaRole: {
      Condition: "UsePCPolicies",
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
          ],
        },
        ManagedPolicyArns: { "Fn::Split": [",", rolePolicies()] },
      },
    },
  };
}

function rolePolicies(): JsonObject {
  const additional = {
    "Fn::If": [
      "UseAdditionalIamPolicies",
      sub(",${Policies}", { Policies: { "Fn::Join": [",", ref("AdditionalIamPolicies")] } }),
      "",
    ],
  };
  return sub(
    "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole,${Cluster1},${Cluster2},${Admin},${EventsPolicy},${S3Policy}${Additional}",
    {
      Cluster1: getAtt("PclusterPolicies", "Outputs.ParallelClusterClusterPolicy1"),
      Cluster2: getAtt("PclusterPolicies", "Outputs.ParallelClusterClusterPolicy2"),
      Admin: getAtt("PclusterPolicies", "Outputs.DefaultParallelClusterIamAdminPolicy"),
      Additional: additional,
    },
  );
}

function functions(): JsonObject {
  return {
    PclusterLayer: {
      // AWS takes the layer from a bucket of its own; here the function of this resource puts it into the provider's.
      DependsOn: "CleanupS3bucketCustomResource",
      Type: "AWS::Lambda::LayerVersion",
      Properties: {
        LayerName: sub("PCLayer-${Suffix}", { Suffix: STACK_ID_SUFFIX }),
        Description: "Library which contains aws-parallelcluster python package and dependencies",
        Content: { S3Bucket: ref("PclusterCustomResourceBucket"), S3Key: LAYER_KEY },
        CompatibleRuntimes: ["python3.12"],
      },
    },
    PclusterCustomResourceBucket: { Type: "AWS::S3::Bucket" },
    PclusterCfnFunctionLogGroup: {
      Type: "AWS::Logs::LogGroup",
      DeletionPolicy: "Retain",
      Properties: {
        RetentionInDays: LOG_RETENTION_DAYS,
        LogGroupName: sub("/aws/lambda/${PclusterCfnFunction}"),
      },
    },
    PclusterCfnFunction: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Tags: [
          { Key: "parallelcluster:version", Value: VERSION },
          { Key: "parallelcluster:custom_resource", Value: "cluster" },
        ],
        FunctionName: sub("pcluster-cfn-${Suffix}", { Suffix: STACK_ID_SUFFIX }),
        MemorySize: FUNCTION_MEMORY_MB,
        Environment: {
          Variables: {
            [VERSION_VARIABLE]: VERSION,
            [BUCKET_VARIABLE]: ref("PclusterCustomResourceBucket"),
          },
        },
        ...functionProperties("Creates, updates and deletes clusters through the ParallelCluster library."),
        Layers: [ref("PclusterLayer")],
      },
    },
  };
}

function cleanup(): JsonObject {
  return {
    CleanupS3bucketFunction: {
      Type: "AWS::Lambda::Function",
      Properties: functionProperties("Empties the provider's bucket before it is deleted."),
    },
    CleanupS3bucketCustomResource: {
      Type: "AWS::CloudFormation::CustomResource",
      DeletionPolicy: "Delete",
      UpdateReplacePolicy: "Delete",
      Properties: {
        S3Bucket: ref("PclusterCustomResourceBucket"),
        ServiceToken: getAtt("CleanupS3bucketFunction", "Arn"),
      },
    },
  };
}

function functionProperties(purpose: string): JsonObject {
  return {
    Timeout: FUNCTION_TIMEOUT_SECONDS,
    Code: { ZipFile: `# ${purpose}\n` },
    Handler: "index.handler",
    Runtime: "python3.12",
    Role: {
      "Fn::If": ["CustomRoleCondition", ref("CustomLambdaRole"), getAtt("PclusterLambdaRole", "Arn")],
    },
  };
}

const VERSION: JsonObject = { "Fn::FindInMap": ["ParallelCluster", "Constants", "Version"] };
const STACK_ID_SUFFIX: JsonObject = { "Fn::Select": [2, { "Fn::Split": ["/", ref("AWS::StackId")] }] };
const ARTIFACT_BUCKET: JsonObject = {
  "Fn::If": ["UseCustomBucket", ref("CustomBucket"), { "Fn::Sub": "${AWS::Region}-aws-parallelcluster" }],
};

function managedPolicy(sid: string, actions: readonly string[], resources: readonly Json[]): JsonObject {
  return {
    Condition: "UsePCPolicies",
    Type: "AWS::IAM::ManagedPolicy",
    Properties: {
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Sid: sid, Effect: "Allow", Action: actions, Resource: resources }],
      },
    },
  };
}

function sub(text: string, values?: JsonObject): JsonObject {
  return { "Fn::Sub": values === undefined ? text : [text, values] };
}

function equals(left: Json, right: Json): JsonObject {
  return { "Fn::Equals": [left, right] };
}

function not(condition: JsonObject): JsonObject {
  return { "Fn::Not": [condition] };
}
