import { expect, test } from "vitest";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { ssm } from "../../ssm/ssm.ts";
import { ec2 } from "../ec2.ts";
import { refusal } from "../testing/ec2TestKernel.ts";

const UBUNTU = "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id";

function launch(ImageId: string) {
  const context = createTestKernel({ modules: [ec2, ssm] }).context("us-west-2");
  const run = () =>
    context.call("ec2", "RunInstances", { ImageId, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 });
  return { context, run };
}

test("a launch takes the image that a public parameter names", () => {
  const { context, run } = launch(`resolve:ssm:${UBUNTU}`);
  const named = context.call("ssm", "GetParameter", { Name: UBUNTU }).Parameter?.Value;
  expect(run().Instances?.[0]?.ImageId).toBe(named);
});

test("a version or label behind the name chooses the parameter's value", () => {
  const { context, run } = launch("resolve:ssm:/images/head:1");
  const named = context.call("ssm", "GetParameter", { Name: UBUNTU }).Parameter?.Value;
  const put = { Name: "/images/head", Type: "String", Overwrite: true } as const;
  context.call("ssm", "PutParameter", { ...put, Value: named });
  context.call("ssm", "PutParameter", { ...put, Value: "ami-0123456789abcdef0" });
  expect(run().Instances?.[0]?.ImageId).toBe(named);
});

test("a launch by a parameter that does not exist is refused and names it", () => {
  expect(refusal(launch("resolve:ssm:/no/such").run)).toMatch(
    /^InvalidParameterValue: Value \(resolve:ssm:\/no\/such\) for parameter ImageId is invalid/,
  );
});
