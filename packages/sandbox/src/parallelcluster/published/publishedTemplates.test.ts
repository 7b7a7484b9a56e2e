import { expect, test } from "vitest";
import { parse } from "yaml";
import { cloudformation } from "../../services/cloudformation/cloudformation.ts";
import { ec2 } from "../../services/ec2/ec2.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { parallelClusterTemplates } from "./publishedTemplates.ts";

const BASE = "https://us-west-2-aws-parallelcluster.s3.us-west-2.amazonaws.com/parallelcluster";

test("the provider's template is found at AWS's address, with AWS's parameters and outputs", () => {
  const template: unknown = parse(
    parallelClusterTemplates.textAt(`${BASE}/3.13.1/templates/custom_resource/cluster.yaml`) ?? "",
  );
  expect(template).toMatchObject({
    Parameters: { CustomLambdaRole: {}, AdditionalIamPolicies: {}, CustomBucket: {} },
    Mappings: { ParallelCluster: { Constants: { Version: "3.13.1" } } },
    Outputs: { ServiceToken: {}, LogGroupArn: {}, LambdaLayerArn: {} },
  });
});

test.each([
  { kind: "public", outputs: ["VpcId", "InternetGatewayId", "PublicSubnetId"] },
  { kind: "public-private", outputs: ["VpcId", "InternetGatewayId", "PublicSubnetId", "PrivateSubnetId"] },
])(
  "the $kind network's template has the outputs that configure and AWS's other templates read",
  ({ kind, outputs }) => {
    const template: unknown = JSON.parse(
      parallelClusterTemplates.textAt(`${BASE}/3.16.1/templates/networking/${kind}-3.16.1.cfn.json`) ?? "{}",
    );
    for (const output of outputs) expect(template).toHaveProperty(`Outputs.${output}`);
  },
);

// aws-parallelcluster: cloudformation/tests/test_networking.py makes it without a VPC, and with one
test.each([
  { when: "none is given", given: [], vpcs: 2 },
  { when: "one is given", given: ["VpcId"], vpcs: 1 },
])("a network's template makes a VPC when $when: $vpcs in all", ({ given, vpcs }) => {
  const kernel = createTestKernel({ modules: [ec2, cloudformation] });
  const context = kernel.context("us-west-2");
  const [vpc] = context.call("ec2", "DescribeVpcs", {}).Vpcs ?? [];
  const values = { PublicCIDR: "172.31.128.0/24", AvailabilityZone: "us-west-2a", VpcId: vpc?.VpcId ?? "" };
  const [gateway] = context.call("ec2", "DescribeInternetGateways", {}).InternetGateways ?? [];
  const own =
    given.length > 0
      ? { ...values, InternetGatewayId: gateway?.InternetGatewayId ?? "" }
      : { ...values, PublicCIDR: "10.0.0.0/24", VpcId: "" };
  context.call("cloudformation", "CreateStack", {
    StackName: "network",
    TemplateBody: parallelClusterTemplates.textAt(
      `${BASE}/3.13.1/templates/networking/public-3.13.1.cfn.json`,
    ),
    Parameters: Object.entries(own).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  });
  kernel.clock.runUntilIdle();
  const [stack] = context.call("cloudformation", "DescribeStacks", { StackName: "network" }).Stacks ?? [];
  expect(stack?.StackStatus).toBe("CREATE_COMPLETE");
  expect(context.call("ec2", "DescribeVpcs", {}).Vpcs).toHaveLength(vpcs);
});

test.each([
  "https://example.com/template.yaml",
  `${BASE}/3.13.1/templates/unknown.yaml`,
  `${BASE}/9.9.9/templates/custom_resource/cluster.yaml`,
  "https://us-west-2-aws-parallelcluster.s3.eu-west-1.amazonaws.com/parallelcluster/3.13.1/templates/custom_resource/cluster.yaml",
])("%s has no template", (url) => {
  expect(parallelClusterTemplates.textAt(url)).toBeUndefined();
});
