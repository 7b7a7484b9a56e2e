import { expect, test } from "vitest";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { ec2 } from "../ec2/ec2.ts";
import { publicParameterNames } from "./publicParameters.ts";
import { parameterResource } from "./resources/parameterResource.ts";
import { ssm } from "./ssm.ts";

function freshContext() {
  return createTestKernel({ modules: [ssm] }).context("us-west-2");
}

test("a parameter has versions, found by number, label and ARN", () => {
  const context = freshContext();
  context.call("ssm", "PutParameter", { Name: "/ml/image", Type: "String", Value: "one" });
  const put = { Name: "/ml/image", Value: "two", Overwrite: true };
  expect(context.call("ssm", "PutParameter", put)).toEqual({ Version: 2, Tier: "Standard" });
  context.call("ssm", "LabelParameterVersion", { Name: "/ml/image", ParameterVersion: 1, Labels: ["old"] });
  const valueOf = (Name: string): unknown => context.call("ssm", "GetParameter", { Name }).Parameter?.Value;
  expect(valueOf("/ml/image")).toBe("two");
  expect(valueOf("/ml/image:1")).toBe("one");
  expect(valueOf("/ml/image:old")).toBe("one");
  expect(valueOf("arn:aws:ssm:us-west-2:123456789012:parameter/ml/image")).toBe("two");
  expect(() => valueOf("/ml/image:9")).toThrow("could not find version 9 of /ml/image");
});

test("a secret is readable only with decryption", () => {
  const context = freshContext();
  context.call("ssm", "PutParameter", { Name: "secret", Type: "SecureString", Value: "pass" });
  expect(context.call("ssm", "GetParameter", { Name: "secret" }).Parameter?.Value).not.toContain("pass");
  expect(context.call("ssm", "GetParameter", { Name: "secret", WithDecryption: true }).Parameter?.Value).toBe(
    "pass",
  );
});

test("paths are read one level or all levels deep, in pages", () => {
  const context = freshContext();
  for (const Name of ["/a/1", "/a/2", "/a/b/3", "/c/4"])
    context.call("ssm", "PutParameter", { Name, Type: "String", Value: "v" });
  const names = (input: { Recursive?: boolean; MaxResults?: number; NextToken?: string | undefined }) =>
    context.call("ssm", "GetParametersByPath", { Path: "/a", ...input });
  expect(names({}).Parameters?.map(({ Name }) => Name)).toEqual(["/a/1", "/a/2"]);
  const first = names({ Recursive: true, MaxResults: 2 });
  const second = names({ Recursive: true, NextToken: first.NextToken });
  expect(second.Parameters?.map(({ Name }) => Name)).toEqual(["/a/b/3"]);
  expect(
    context.call("ssm", "DescribeParameters", {
      ParameterFilters: [{ Key: "Path", Option: "Recursive", Values: ["/a"] }],
    }).Parameters,
  ).toHaveLength(3);
});

test("names that are not there are listed as invalid", () => {
  const context = freshContext();
  context.call("ssm", "PutParameter", { Name: "b", Type: "StringList", Value: "1,2" });
  expect(context.call("ssm", "GetParameters", { Names: ["b", "none"] })).toMatchObject({
    Parameters: [{ Name: "b", ARN: "arn:aws:ssm:us-west-2:123456789012:parameter/b" }],
    InvalidParameters: ["none"],
  });
});

test("public image parameters give one image id per path and region", () => {
  const context = createTestKernel({ modules: [ssm, ec2] }).context("us-west-2");
  const Name = "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id";
  const idIn = (region: string): unknown =>
    context.inRegion(region).call("ssm", "GetParameter", { Name }).Parameter?.Value;
  expect(idIn("us-west-2")).toMatch(/^ami-0[0-9a-f]{16}$/);
  expect(idIn("us-west-2")).toBe(idIn("us-west-2"));
  expect(idIn("us-east-1")).not.toBe(idIn("us-west-2"));
});

test.each(publicParameterNames())("the public parameter %s names an image that EC2 has", (Name) => {
  const context = createTestKernel({ modules: [ssm, ec2] }).context("us-west-2");
  const id = context.call("ssm", "GetParameter", { Name }).Parameter?.Value ?? "";
  const [image] = context.call("ec2", "DescribeImages", { ImageIds: [id] }).Images ?? [];
  expect(image?.Architecture).toBe(Name.includes("arm64") ? "arm64" : "x86_64");
});

test.each([
  { when: "a name is there", name: "here", change: {}, message: "The parameter already exists." },
  {
    when: "a type is missing",
    name: "new",
    change: { Type: undefined },
    message: "A parameter type is required",
  },
  { when: "a name is reserved", name: "/aws/x", change: {}, message: "No access to reserved parameter name" },
  { when: "a path lacks its slash", name: "a/b", change: {}, message: "must be a fully qualified name" },
  {
    when: "a value is too long",
    name: "new",
    change: { Value: "x".repeat(4097) },
    message: "Standard tier parameters support a maximum parameter value of 4096 characters.",
  },
  {
    when: "a value does not fit its pattern",
    name: "new",
    change: { AllowedPattern: "^\\d+$" },
    message: "cannot be validated against allowedPattern: ^\\d+$",
  },
])("a parameter is refused when $when", ({ name, change, message }) => {
  const context = freshContext();
  context.call("ssm", "PutParameter", { Name: "here", Type: "String", Value: "v" });
  expect(() =>
    context.call("ssm", "PutParameter", { Name: name, Type: "String", Value: "v", ...change }),
  ).toThrow(message);
});

test("a parameter of a template has a name of its own kind, changes in place and goes", () => {
  const context = createResourceContext(createTestKernel({ modules: [ssm] }), "MyResource", [
    { Key: "team", Value: "ml" },
  ]);
  const before = { Type: "String", Value: "abc123", Tags: { own: "1" } };
  const { physicalId } = parameterResource.create(before, context);
  expect(physicalId).toMatch(/^CFN-MyResource-[0-9A-Za-z]{12}$/);
  expect(parameterResource.read(physicalId, before, context)).toEqual({
    ref: physicalId,
    attributes: { Type: "String", Value: "abc123" },
  });
  const after = { Type: "String", Value: "def" };
  parameterResource.update?.(physicalId, { before, after, changed: ["Value", "Tags"] }, context);
  expect(
    context.call("ssm", "ListTagsForResource", { ResourceType: "Parameter", ResourceId: physicalId }).TagList,
  ).toEqual([{ Key: "team", Value: "ml" }]);
  expect(context.call("ssm", "GetParameter", { Name: physicalId }).Parameter).toMatchObject({
    Value: "def",
    Version: 2,
  });
  parameterResource.delete(physicalId, after, context);
  parameterResource.delete(physicalId, after, context);
});
