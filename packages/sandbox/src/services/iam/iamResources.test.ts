import { expect, test } from "vitest";
import type { JsonObject } from "../../kernel/json.ts";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { makeResource } from "../../testing/makeResource.ts";
import { iam } from "./iam.ts";
import { instanceProfileResource } from "./resources/instanceProfileResource.ts";
import { managedPolicyResource } from "./resources/managedPolicyResource.ts";
import { policyResource } from "./resources/policyResource.ts";
import { roleResource } from "./resources/roleResource.ts";

const SSM_ARN = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
const CW_ARN = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy";
const DOCUMENT = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:*"], Resource: "*", Sid: "All" }],
};
const ROLE: JsonObject = {
  Path: "/parallelcluster/",
  AssumeRolePolicyDocument: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  },
  ManagedPolicyArns: [SSM_ARN, CW_ARN],
  Policies: [{ PolicyName: "inline", PolicyDocument: DOCUMENT }],
};
const TEAM = { Key: "team", Value: "ml" };
const STACK_TAGS = [TEAM, { Key: "aws:cloudformation:stack-name", Value: "ml-cluster" }];

// localstack: tests/aws/services/cloudformation/api/test_nested_stacks.snapshot.json, test_nested_output_in_params
test("a role gets a generated name, the stack's tags but not CloudFormation's, and gives its ARN and id", () => {
  const context = createResourceContext(createTestKernel({ modules: [iam] }), "RoleHeadNode", STACK_TAGS);
  const { physicalId } = makeResource(roleResource, ROLE, context);
  expect(physicalId).toMatch(/^ml-cluster-RoleHeadNode-[0-9A-Z]{12}$/);
  const { ref, attributes } = roleResource.read(physicalId, ROLE, context);
  expect(ref).toBe(physicalId);
  expect(attributes["Arn"]).toBe(`arn:aws:iam::123456789012:role/parallelcluster/${physicalId}`);
  expect(context.call("iam", "ListRoleTags", { RoleName: physicalId }).Tags).toEqual([TEAM]);
  expect(context.call("iam", "GetRole", { RoleName: physicalId }).Role?.Description).toBe("");
});

test("an update attaches, detaches and replaces policies, and another order changes nothing", () => {
  const context = createResourceContext(createTestKernel({ modules: [iam] }), "Role");
  const { physicalId } = makeResource(roleResource, ROLE, context);
  const after = { ...ROLE, ManagedPolicyArns: [CW_ARN], Policies: [] };
  roleResource.update?.(
    physicalId,
    { before: ROLE, after, changed: ["ManagedPolicyArns", "Policies"] },
    context,
  );
  const attached = context.call("iam", "ListAttachedRolePolicies", { RoleName: physicalId });
  expect(attached.AttachedPolicies?.map((policy) => policy.PolicyArn)).toEqual([CW_ARN]);
  expect(context.call("iam", "ListRolePolicies", { RoleName: physicalId }).PolicyNames).toEqual([]);
});

test("role, policies and instance profile come and go as CloudFormation orders them", () => {
  const kernel = createTestKernel({ modules: [iam] });
  const context = createResourceContext(kernel, "Thing");
  const role = makeResource(roleResource, ROLE, context);
  const policy: JsonObject = { PolicyName: "extra", PolicyDocument: DOCUMENT, Roles: [role.physicalId] };
  const inline = makeResource(policyResource, policy, context);
  const managedProperties: JsonObject = { PolicyDocument: DOCUMENT, Roles: [role.physicalId] };
  const managed = makeResource(managedPolicyResource, managedProperties, context);
  const profileProperties: JsonObject = { Roles: [role.physicalId], Path: "/parallelcluster/" };
  const profile = makeResource(instanceProfileResource, profileProperties, context);
  expect(inline.physicalId).toMatch(/^ml-cl-Thin-[0-9A-Z]{12}$/);
  expect(managedPolicyResource.read(managed.physicalId, managedProperties, context).ref).toMatch(
    /^arn:aws:iam::123456789012:policy\/ml-cluster-Thing-[0-9A-Z]{12}$/,
  );
  expect(() => roleResource.delete(role.physicalId, ROLE, context)).toThrow("Cannot delete entity");
  instanceProfileResource.delete(profile.physicalId, profileProperties, context);
  managedPolicyResource.delete(managed.physicalId, managedProperties, context);
  policyResource.delete(inline.physicalId, policy, context);
  roleResource.delete(role.physicalId, ROLE, context);
  roleResource.delete(role.physicalId, ROLE, context);
  expect(context.call("iam", "ListInstanceProfiles", {}).InstanceProfiles).toEqual([]);
});

test("a managed policy keeps one old version less than five when it changes again and again", () => {
  const context = createResourceContext(createTestKernel({ modules: [iam] }), "Policy");
  const before: JsonObject = { PolicyDocument: DOCUMENT };
  const { physicalId } = makeResource(managedPolicyResource, before, context);
  for (let turn = 0; turn < 7; turn += 1)
    managedPolicyResource.update?.(
      physicalId,
      { before, after: before, changed: ["PolicyDocument"] },
      context,
    );
  expect(managedPolicyResource.read(physicalId, before, context).attributes["DefaultVersionId"]).toBe("v8");
});

// localstack: tests/aws/services/iam/resource_providers/test_iam.snapshot.json, test_managed_policy_with_empty_resource
test("a managed policy has none of CloudFormation's tags", () => {
  const context = createResourceContext(createTestKernel({ modules: [iam] }), "Policy", STACK_TAGS);
  const { physicalId } = makeResource(managedPolicyResource, { PolicyDocument: DOCUMENT }, context);
  expect(context.call("iam", "GetPolicy", { PolicyArn: physicalId }).Policy?.Tags).toEqual([TEAM]);
});

test("any AWS managed policy can be attached, but those of service-linked roles", () => {
  const context = createResourceContext(createTestKernel({ modules: [iam] }), "Role");
  const attach = (path: string): unknown =>
    makeResource(roleResource, { ...ROLE, ManagedPolicyArns: [`arn:aws:iam::aws:policy${path}`] }, context);
  attach("/AmazonSageMakerClusterInstanceRolePolicy");
  attach("/service-role/AmazonECSTaskExecutionRolePolicy");
  expect(() => attach("/aws-service-role/AutoScalingServiceRolePolicy")).toThrow(
    "Cannot attach a Service Role Policy to a Customer Role.",
  );
  expect(() => attach("/NoSuchPolicy")).toThrow("does not exist or is not attachable");
});
