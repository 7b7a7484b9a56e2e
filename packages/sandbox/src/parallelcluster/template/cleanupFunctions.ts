import type { Json, JsonObject } from "../../kernel/json.ts";
import { computeResources, hasManagedComputeGroup, iamPath, type ClusterPlan } from "./ClusterPlan.ts";
import { arn, getAtt, join, ref, regionalArn, stackIdSuffix } from "./intrinsics.ts";
import { constructId } from "./logicalIds.ts";
import { zoneId } from "./dns.ts";
import { withoutUndefined, type Resources } from "./Resources.ts";

const FUNCTION_TIMEOUT_SECONDS = 900;
const FUNCTION_MEMORY_MB = 128;

export const TERMINATE_FLEET_ID = constructId(["ComputeFleet", "TerminateComputeFleetCustomResource"]);

/** Functions that clear away what CloudFormation does not know of, and the custom resources that call them. */
export function cleanupFunctions(plan: ClusterPlan, queuesStackId: string): Resources {
  const { facts } = plan;
  const usesManagedGroups = computeResources(plan).some(
    ({ resource }) => resource.placementGroup.kind === "managed",
  );
  const fleetDependsOn = [
    ...(usesManagedGroups ? [queuesStackId] : []),
    ...(hasManagedComputeGroup(plan) ? ["ComputeSecurityGroup"] : []),
  ];
  return {
    ...cleanupFunction(plan, "CleanupResources", resourceStatements(plan)),
    CleanupResourcesS3BucketCustomResource: {
      Type: "AWS::CloudFormation::CustomResource",
      Properties: {
        ServiceToken: getAtt("CleanupResourcesFunction", "Arn"),
        ResourcesS3Bucket: facts.bucket,
        ArtifactS3RootDirectory: facts.artifactDirectory,
        Action: "DELETE_S3_ARTIFACTS",
      },
      DeletionPolicy: "Delete",
      UpdateReplacePolicy: "Delete",
    },
    [TERMINATE_FLEET_ID]: {
      Type: "AWS::CloudFormation::CustomResource",
      Properties: {
        ServiceToken: getAtt("CleanupResourcesFunction", "Arn"),
        StackName: facts.clusterName,
        Action: "TERMINATE_EC2_INSTANCES",
      },
      ...(fleetDependsOn.length > 0 ? { DependsOn: fleetDependsOn } : {}),
    },
    ...dnsCleanup(plan),
  };
}

function dnsCleanup(plan: ClusterPlan): Resources {
  const zone = zoneId(plan);
  if (zone === undefined) return {};
  const statements = [
    {
      Action: ["route53:ListResourceRecordSets", "route53:ChangeResourceRecordSets"],
      Effect: "Allow",
      Resource: arn("route53:::hostedzone/", plan.configuration.slurm.hostedZoneId ?? "*"),
      Sid: "Route53DeletePolicy",
    },
  ];
  return {
    ...cleanupFunction(plan, "CleanupRoute53", statements),
    CleanupRoute53CustomResource: {
      Type: "AWS::CloudFormation::CustomResource",
      Properties: {
        ServiceToken: getAtt("CleanupRoute53Function", "Arn"),
        ClusterHostedZone: zone,
        Action: "DELETE_DNS_RECORDS",
        ClusterDNSDomain: ref("ClusterDNSDomain"),
      },
    },
  };
}

function cleanupFunction(plan: ClusterPlan, name: string, statements: readonly JsonObject[]): Resources {
  const { configuration, facts } = plan;
  const ownRole = configuration.lambdaRoleArn;
  const functionName = join(`pcluster-${name}-`, stackIdSuffix());
  const { logs } = configuration.monitoring;
  return {
    ...(ownRole === undefined ? { [`${name}FunctionExecutionRole`]: executionRole(plan, statements) } : {}),
    [`${name}FunctionLogGroup`]: {
      Type: "AWS::Logs::LogGroup",
      Properties: withoutUndefined({
        LogGroupName: join("/aws/lambda/", `pcluster-${name}-`, stackIdSuffix()),
        RetentionInDays: logs.retentionDays === 0 ? undefined : logs.retentionDays,
      }),
      DeletionPolicy: logs.deletionPolicy,
    },
    [`${name}Function`]: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Code: {
          S3Bucket: facts.bucket,
          S3Key: `${facts.artifactDirectory}/custom_resources/artifacts.zip`,
        },
        FunctionName: functionName,
        Handler: "cleanup_resources.handler",
        MemorySize: FUNCTION_MEMORY_MB,
        Role: ownRole ?? getAtt(`${name}FunctionExecutionRole`, "Arn"),
        Runtime: facts.version.lambdaRuntime,
        Timeout: FUNCTION_TIMEOUT_SECONDS,
      },
    },
  };
}

function executionRole(plan: ClusterPlan, statements: readonly JsonObject[]): Resources[string] {
  const logStatement = {
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Effect: "Allow",
    Resource: regionalArn("logs", "log-group:/aws/lambda/pcluster-*"),
    Sid: "CloudWatchLogsPolicy",
  };
  return {
    Type: "AWS::IAM::Role",
    Properties: withoutUndefined({
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
        ],
      },
      Path: iamPath(plan),
      PermissionsBoundary: plan.configuration.permissionsBoundaryArn,
      Policies: [
        {
          PolicyName: "LambdaPolicy",
          PolicyDocument: { Version: "2012-10-17", Statement: [...statements, logStatement] },
        },
      ],
    }),
  };
}

function resourceStatements(plan: ClusterPlan): readonly JsonObject[] {
  const { bucket, artifactDirectory, clusterName } = plan.facts;
  const bucketObjects: Json = arn(`s3:::${bucket}/${artifactDirectory}/*`);
  return [
    {
      Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"],
      Effect: "Allow",
      Resource: [arn(`s3:::${bucket}`), bucketObjects],
      Sid: "S3BucketPolicy",
    },
    { Action: "ec2:DescribeInstances", Effect: "Allow", Resource: "*", Sid: "DescribeInstances" },
    {
      Action: "ec2:TerminateInstances",
      Effect: "Allow",
      Resource: "*",
      Condition: { StringEquals: { "ec2:ResourceTag/parallelcluster:cluster-name": clusterName } },
      Sid: "FleetTerminatePolicy",
    },
  ];
}
