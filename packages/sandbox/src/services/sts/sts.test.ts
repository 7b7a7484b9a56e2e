import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { sts } from "./sts.ts";

test("any caller is a user of the sandbox's account", () => {
  const context = createTestKernel({ modules: [sts] }).context("us-west-2");
  expect(context.call("sts", "GetCallerIdentity", {}).Account).toBe("123456789012");
});

test("an operation that is not modelled is refused and counted", () => {
  const kernel = createTestKernel({ modules: [sts] });
  expect(() => kernel.context("us-west-2").call("sts", "GetSessionToken", {})).toThrow(AwsError);
  expect(kernel.unmodelledCounts.get("sts:GetSessionToken")).toBe(1);
});
