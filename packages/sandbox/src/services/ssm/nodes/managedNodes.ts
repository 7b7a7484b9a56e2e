import type { Instance } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";

/** Policies of AWS that let an agent register. */
const MANAGED_POLICIES = [
  "AmazonSSMManagedInstanceCore",
  "AmazonSSMManagedEC2InstanceDefaultPolicy",
  "service-role/AmazonEC2RoleforSSM",
];
const REGISTRATION = "ssm:updateinstanceinformation";

/** Running instances whose agent may register with Systems Manager. @param instanceIds - absent: all. */
export function managedNodes(context: RegionContext, instanceIds?: readonly string[]): readonly Instance[] {
  const mayRegister = new Map<string, boolean>();
  return runningInstances(context, instanceIds).filter(({ IamInstanceProfile: profile }) => {
    const name = profile?.Arn?.split("/").at(-1);
    if (name === undefined) return false;
    const known = mayRegister.get(name) ?? profileLetsRegister(context, name);
    mayRegister.set(name, known);
    return known;
  });
}

function runningInstances(context: RegionContext, instanceIds: readonly string[] | undefined): Instance[] {
  const instances: Instance[] = [];
  let NextToken: string | undefined;
  do {
    const page = context.call("ec2", "DescribeInstances", {
      Filters: [
        { Name: "instance-state-name", Values: ["running"] },
        ...(instanceIds === undefined ? [] : [{ Name: "instance-id", Values: [...instanceIds] }]),
      ],
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const reservation of page.Reservations ?? []) instances.push(...(reservation.Instances ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return instances;
}

function profileLetsRegister(context: RegionContext, profileName: string): boolean {
  const roles = unlessMissing(
    () =>
      context.call("iam", "GetInstanceProfile", { InstanceProfileName: profileName }).InstanceProfile?.Roles,
  );
  return (roles ?? []).some(({ RoleName = "" }) => roleLetsRegister(context, RoleName));
}

function roleLetsRegister(context: RegionContext, RoleName: string): boolean {
  const attached =
    unlessMissing(() => context.call("iam", "ListAttachedRolePolicies", { RoleName }).AttachedPolicies) ?? [];
  const arns = attached.map(({ PolicyArn = "" }) => PolicyArn);
  if (arns.some((arn) => MANAGED_POLICIES.some((name) => arn.endsWith(`:policy/${name}`)))) return true;
  const own = arns.filter((arn) => !arn.includes("::aws:policy/"));
  if (own.some((arn) => letsRegister(documentOf(context, arn)))) return true;
  const inline = context.call("iam", "ListRolePolicies", { RoleName }).PolicyNames ?? [];
  return inline.some((PolicyName) =>
    letsRegister(context.call("iam", "GetRolePolicy", { RoleName, PolicyName }).PolicyDocument),
  );
}

function documentOf(context: RegionContext, PolicyArn: string): string | undefined {
  const VersionId = context.call("iam", "GetPolicy", { PolicyArn }).Policy?.DefaultVersionId;
  return context.call("iam", "GetPolicyVersion", { PolicyArn, VersionId }).PolicyVersion?.Document;
}

/** Whether a policy document, URL-encoded as IAM answers it, allows an agent to register. */
function letsRegister(encoded: string | undefined): boolean {
  if (encoded === undefined) return false;
  const document: unknown = JSON.parse(decodeURIComponent(encoded));
  return listOf(memberOf(document, "Statement")).some(
    (statement) =>
      memberOf(statement, "Effect") === "Allow" &&
      listOf(memberOf(statement, "Action")).some((action) => matches(String(action).toLowerCase())),
  );
}

function matches(action: string): boolean {
  const pattern = action.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*");
  return new RegExp(`^${pattern.replaceAll("?", ".")}$`).test(REGISTRATION);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** A role or profile that was removed under a running instance lets nothing. */
function unlessMissing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchEntity") return undefined;
    throw error;
  }
}
