import type { NodeIam } from "../configuration/ClusterConfiguration.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { iamPath, type ClusterPlan } from "./ClusterPlan.ts";
import { arn, join, ref } from "./intrinsics.ts";
import { withoutUndefined, type Resources, type TemplateResource } from "./Resources.ts";

/** A policy that goes to a node's role. */
export interface NodePolicy {
  readonly logicalId: string;
  readonly policyName: string;
  readonly statements: readonly JsonObject[];
}

/**
 * Role, policies and instance profile of a kind of node. With a role of the user's own only the profile is made,
 * with a profile of the user's own nothing.
 */
export function instanceIdentity(
  plan: ClusterPlan,
  node: { readonly suffix: string; readonly iam: NodeIam; readonly policies: readonly NodePolicy[] },
): Resources {
  const { suffix, iam, policies } = node;
  if (iam.instanceProfileArn !== undefined) return {};
  const ownRole = iam.instanceRoleArn;
  return {
    ...(ownRole === undefined ? { [`Role${suffix}`]: role(plan, iam) } : {}),
    ...(ownRole === undefined ? policiesOf([...policies, ...s3Policy(iam, suffix)], suffix) : {}),
    [`InstanceProfile${suffix}`]: {
      Type: "AWS::IAM::InstanceProfile",
      Properties: {
        Roles: [ownRole === undefined ? ref(`Role${suffix}`) : lastPart(ownRole)],
        Path: iamPath(plan),
      },
    },
  };
}

/** What a launch template names as its profile. */
export function instanceProfileName(iam: NodeIam, suffix: string): Json {
  return iam.instanceProfileArn === undefined
    ? ref(`InstanceProfile${suffix}`)
    : lastPart(iam.instanceProfileArn);
}

function lastPart(arnText: string): string {
  return arnText.split("/").at(-1) ?? arnText;
}

function role(plan: ClusterPlan, iam: NodeIam): TemplateResource {
  const logPolicies: Json[] = plan.configuration.monitoring.logs.enabled
    ? [managedPolicyArn(plan, "CloudWatchAgentServerPolicy")]
    : [];
  const managed = [...new Set([...iam.additionalPolicyArns, ...logPolicies])];
  return {
    Type: "AWS::IAM::Role",
    Properties: withoutUndefined({
      Path: iamPath(plan),
      ManagedPolicyArns: managed,
      PermissionsBoundary: plan.configuration.permissionsBoundaryArn,
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Action: "sts:AssumeRole",
            Effect: "Allow",
            Principal: { Service: join("ec2.", ref("AWS::URLSuffix")) },
          },
        ],
      },
    }),
  };
}

/** The template holds these ARNs as plain text, in the partition of the region. */
function managedPolicyArn(plan: ClusterPlan, name: string): string {
  return `arn:${partitionOf(plan.facts.region)}:iam::aws:policy/${name}`;
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function policiesOf(policies: readonly NodePolicy[], suffix: string): Resources {
  return Object.fromEntries(
    policies.map((policy) => [
      policy.logicalId,
      {
        Type: "AWS::IAM::Policy",
        Properties: {
          PolicyName: policy.policyName,
          PolicyDocument: { Version: "2012-10-17", Statement: policy.statements },
          Roles: [ref(`Role${suffix}`)],
        },
      },
    ]),
  );
}

function s3Policy(iam: NodeIam, suffix: string): readonly NodePolicy[] {
  if (iam.s3Access.length === 0) return [];
  const read: Json[] = [];
  const write: Json[] = [];
  for (const access of iam.s3Access) {
    read.push(arn(`s3:::${access.bucketName}`));
    const objects = arn(`s3:::${access.bucketName}/${access.keyName ?? "*"}`);
    (access.writeAccess ? write : read).push(objects);
  }
  const statements: JsonObject[] = [
    { Sid: "S3Read", Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: [...read, ...write] },
  ];
  if (write.length > 0)
    statements.push({
      Sid: "S3ReadWrite",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:DeleteObject"],
      Resource: write,
    });
  return [{ logicalId: `S3AccessPolicies${suffix}`, policyName: "S3Access", statements }];
}
