import { expect, test } from "vitest";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { cloudformation } from "../cloudformation/cloudformation.ts";
import { iam } from "./iam.ts";

const REASON = "At least one of [Groups,Roles,Users] must be non-empty.";
const TEMPLATE = {
  Resources: {
    Nobodys: {
      Type: "AWS::IAM::Policy",
      Properties: {
        PolicyName: "nobodys",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
        },
      },
    },
  },
};

// localstack: tests/aws/services/cloudformation/api/test_stacks.snapshot.json, test_blocked_stack_deletion
test("a policy of nobody fails, cannot be rolled back, nor deleted, and is left where the user says so", () => {
  const kernel = createTestKernel({ modules: [iam, cloudformation] });
  const context = kernel.context("us-west-2");
  const { StackId = "" } = context.call("cloudformation", "CreateStack", {
    StackName: "test-stack",
    TemplateBody: JSON.stringify(TEMPLATE),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
  });
  kernel.clock.runUntilIdle();
  const status = () =>
    context.call("cloudformation", "DescribeStacks", { StackName: StackId }).Stacks?.[0]?.StackStatus;
  const remove = (RetainResources?: string[]): void => {
    context.call("cloudformation", "DeleteStack", { StackName: StackId, RetainResources });
    kernel.clock.runUntilIdle();
  };
  expect(status()).toBe("ROLLBACK_FAILED");
  remove();
  expect(status()).toBe("DELETE_FAILED");
  remove(["Nobodys"]);
  expect(status()).toBe("DELETE_COMPLETE");
  const { StackEvents = [] } = context.call("cloudformation", "DescribeStackEvents", { StackName: StackId });
  const own = StackEvents.reverse().filter(({ LogicalResourceId }) => LogicalResourceId === "Nobodys");
  expect(
    own.map(({ ResourceStatus, ResourceStatusReason }) => [ResourceStatus, ResourceStatusReason]),
  ).toEqual([
    ["CREATE_IN_PROGRESS", undefined],
    ["CREATE_IN_PROGRESS", "Resource creation Initiated"],
    ["CREATE_FAILED", REASON],
    ["DELETE_IN_PROGRESS", undefined],
    ["DELETE_FAILED", REASON],
    ["DELETE_IN_PROGRESS", undefined],
    ["DELETE_FAILED", REASON],
    ["DELETE_SKIPPED", undefined],
  ]);
  expect(own.slice(1).every(({ PhysicalResourceId }) => PhysicalResourceId !== "")).toBe(true);
});

test("a role whose policy is not there fails with its name, and the rollback removes what was made of it", () => {
  const kernel = createTestKernel({ modules: [iam, cloudformation] });
  const context = kernel.context("us-west-2");
  const trusted = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  const Properties = {
    RoleName: "half-made",
    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trusted] },
    ManagedPolicyArns: ["arn:aws:iam::aws:policy/NoSuchPolicy"],
  };
  context.call("cloudformation", "CreateStack", {
    StackName: "test-stack",
    TemplateBody: JSON.stringify({ Resources: { Role: { Type: "AWS::IAM::Role", Properties } } }),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
  });
  kernel.clock.runUntilIdle();
  const { StackEvents = [] } = context.call("cloudformation", "DescribeStackEvents", {
    StackName: "test-stack",
  });
  const failed = StackEvents.find((event) => event.ResourceStatus === "CREATE_FAILED");
  expect(failed?.PhysicalResourceId).toBe("half-made");
  expect(failed?.ResourceStatusReason).toContain("NoSuchPolicy does not exist or is not attachable");
  expect(() => context.call("iam", "GetRole", { RoleName: "half-made" })).toThrow("cannot be found");
});

const ALLOW_ALL = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const TEAM = {
  Admins: {
    Type: "AWS::IAM::Group",
    Properties: { Path: "/hpc/", Policies: [{ PolicyName: "own", PolicyDocument: ALLOW_ALL }] },
  },
  Ada: {
    Type: "AWS::IAM::User",
    Properties: {
      UserName: "ada",
      Groups: [{ Ref: "Admins" }],
      LoginProfile: { Password: "secret-0", PasswordResetRequired: true },
    },
  },
  Key: { Type: "AWS::IAM::AccessKey", Properties: { UserName: { Ref: "Ada" } } },
  Member: {
    Type: "AWS::IAM::UserToGroupAddition",
    Properties: { GroupName: { Ref: "Others" }, Users: [{ Ref: "Ada" }] },
  },
  Others: { Type: "AWS::IAM::Group", Properties: {} },
  Shared: {
    Type: "AWS::IAM::Policy",
    Properties: {
      PolicyName: "shared",
      PolicyDocument: ALLOW_ALL,
      Groups: [{ Ref: "Others" }],
      Users: [{ Ref: "Ada" }],
    },
  },
  Managed: {
    Type: "AWS::IAM::ManagedPolicy",
    Properties: { PolicyDocument: ALLOW_ALL, Groups: [{ Ref: "Admins" }] },
  },
};

const GetAtt = (name: string) => ({ Value: { "Fn::GetAtt": name.split(".") } });

const input = (team: object) => ({
  StackName: "team",
  TemplateBody: JSON.stringify({
    Resources: team,
    Outputs: {
      Id: { Value: { Ref: "Key" } },
      Secret: GetAtt("Key.SecretAccessKey"),
      Admins: GetAtt("Admins.Arn"),
      Ada: GetAtt("Ada.Arn"),
    },
  }),
  Capabilities: ["CAPABILITY_NAMED_IAM" as const],
});

function withTeam(resources: object) {
  const kernel = createTestKernel({ modules: [iam, cloudformation] });
  const context = kernel.context("us-west-2");
  const settle = (begin: () => unknown) => {
    begin();
    kernel.clock.runUntilIdle();
  };
  settle(() => context.call("cloudformation", "CreateStack", input(resources)));
  const stack = () => context.call("cloudformation", "DescribeStacks", { StackName: "team" }).Stacks?.[0];
  return {
    context,
    stack,
    update: (team: object) => settle(() => context.call("cloudformation", "UpdateStack", input(team))),
    remove: () => settle(() => context.call("cloudformation", "DeleteStack", { StackName: "team" })),
    groups: () =>
      context.call("iam", "ListGroupsForUser", { UserName: "ada" }).Groups?.map((group) => group.GroupName),
  };
}

test("users, groups, their keys and their policies are made by a template", () => {
  const { context, stack, groups } = withTeam(TEAM);
  expect(stack()?.StackStatus).toBe("CREATE_COMPLETE");
  const outputs = Object.fromEntries(
    (stack()?.Outputs ?? []).map(({ OutputKey = "", OutputValue }) => [OutputKey, OutputValue]),
  );
  expect(outputs).toEqual({
    Id: expect.stringMatching(/^AKIA[0-9A-Z]{16}$/),
    Secret: expect.stringMatching(/^[0-9A-Z]{40}$/),
    Admins: expect.stringMatching(/^arn:aws:iam::123456789012:group\/hpc\/team-Admins-/),
    Ada: "arn:aws:iam::123456789012:user/ada",
  });
  expect(groups()).toEqual([expect.stringMatching(/^team-Admins-/), expect.stringMatching(/^team-Others-/)]);
  expect(context.call("iam", "ListUserPolicies", { UserName: "ada" }).PolicyNames).toEqual(["shared"]);
  expect(
    context.call("iam", "GetLoginProfile", { UserName: "ada" }).LoginProfile?.PasswordResetRequired,
  ).toBe(true);
  const [policy] = context.call("iam", "ListPolicies", { Scope: "Local" }).Policies ?? [];
  expect(policy?.AttachmentCount).toBe(1);
  const { PolicyGroups } = context.call("iam", "ListEntitiesForPolicy", { PolicyArn: policy?.Arn });
  expect(PolicyGroups?.[0]?.GroupName).toMatch(/^team-Admins-/);
});

test("an update takes users out of groups, and policies off users", () => {
  const { context, update, stack, groups } = withTeam(TEAM);
  const { Groups: _groups, ...rest } = TEAM.Ada.Properties;
  const Shared = { ...TEAM.Shared, Properties: { ...TEAM.Shared.Properties, Users: [] } };
  update({ ...TEAM, Ada: { ...TEAM.Ada, Properties: rest }, Shared });
  expect(stack()?.StackStatus).toBe("UPDATE_COMPLETE");
  expect(groups()).toEqual([expect.stringMatching(/^team-Others-/)]);
  expect(context.call("iam", "ListUserPolicies", { UserName: "ada" }).PolicyNames).toEqual([]);
});

test("all of a team goes with its stack", () => {
  const { context, remove } = withTeam(TEAM);
  remove();
  expect(context.call("iam", "ListUsers", {}).Users?.map((user) => user.UserName)).toEqual(["sandbox"]);
  expect(context.call("iam", "ListGroups", {}).Groups).toEqual([]);
  expect(context.call("iam", "ListPolicies", { Scope: "Local" }).Policies).toEqual([]);
});
