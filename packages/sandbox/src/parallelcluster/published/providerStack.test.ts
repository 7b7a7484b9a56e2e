import { expect, test } from "vitest";
import { SANDBOX_MODULES } from "../../modules.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";

const TEMPLATE_URL =
  "https://us-west-2-aws-parallelcluster.s3.us-west-2.amazonaws.com/parallelcluster/3.16.1/templates/custom_resource/cluster.yaml";

test("the provider's stack comes up from AWS's address and leaves only its log group", () => {
  const kernel = createTestKernel({ modules: SANDBOX_MODULES });
  const context = kernel.context("us-west-2");
  const { StackId } = context.call("cloudformation", "CreateStack", {
    StackName: "provider",
    TemplateURL: TEMPLATE_URL,
    Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
  });
  kernel.clock.runUntilIdle();
  const stack = () =>
    context.call("cloudformation", "DescribeStacks", { StackName: StackId ?? "" }).Stacks?.[0];
  expect(stack()?.StackStatus).toBe("CREATE_COMPLETE");
  const outputs = Object.fromEntries(
    (stack()?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  expect(outputs["ServiceToken"]).toMatch(/^arn:aws:lambda:us-west-2:123456789012:function:pcluster-cfn-/);
  expect(outputs["LambdaLayerArn"]).toMatch(/:layer:PCLayer-.*:1$/);
  context.call("cloudformation", "DeleteStack", { StackName: "provider" });
  kernel.clock.runUntilIdle();
  expect(stack()?.StackStatus).toBe("DELETE_COMPLETE");
  expect(context.call("s3", "ListBuckets", {}).Buckets).toEqual([]);
  expect(context.call("lambda", "ListFunctions", {}).Functions).toEqual([]);
  const groups = context.call("logs", "DescribeLogGroups", {}).logGroups ?? [];
  expect(groups.map(({ logGroupName }) => logGroupName?.replace(/-[0-9a-f-]{36}$/, ""))).toEqual([
    "/aws/lambda/pcluster-cfn",
  ]);
});
