import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { iam } from "../iam/iam.ts";
import { sts } from "./sts.ts";

const RoleArn = "arn:aws:iam::123456789012:role/operator";

test("any caller is a user of the sandbox's account", () => {
  const context = createTestKernel({ modules: [sts] }).context("us-west-2");
  expect(context.call("sts", "GetCallerIdentity", {}).Account).toBe("123456789012");
});

test("an operation that is not modelled is refused and counted", () => {
  const kernel = createTestKernel({ modules: [sts] });
  expect(() =>
    kernel.context("us-west-2").call("sts", "DecodeAuthorizationMessage", { EncodedMessage: "x" }),
  ).toThrow(AwsError);
  expect(kernel.unmodelledCounts.get("sts:DecodeAuthorizationMessage")).toBe(1);
});

test("keys of an assumed role name the role session", () => {
  const kernel = createTestKernel({ modules: [sts, iam] });
  const context = kernel.context("us-west-2");
  context.call("iam", "CreateRole", {
    RoleName: "operator",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
    }),
  });
  const { Credentials } = context.call("sts", "AssumeRole", { RoleArn, RoleSessionName: "day" });
  expect(Credentials?.AccessKeyId).toMatch(/^ASIA[0-9A-Z]{16}$/);
  expect(
    kernel.dispatch({
      service: "sts",
      operation: "GetCallerIdentity",
      input: {},
      region: "us-west-2",
      requestId: "r",
      accessKeyId: Credentials?.AccessKeyId ?? "",
    }),
  ).toMatchObject({ Arn: "arn:aws:sts::123456789012:assumed-role/operator/day" });
});

test("a role that does not exist cannot be assumed", () => {
  const context = createTestKernel({ modules: [sts, iam] }).context("us-west-2");
  expect(() => context.call("sts", "AssumeRole", { RoleArn, RoleSessionName: "day" })).toThrow(
    "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/operator",
  );
});
