import { expect, test } from "vitest";
import { parse } from "yaml";
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
  { kind: "public", outputs: ["PublicSubnetId"] },
  { kind: "public-private", outputs: ["PublicSubnetId", "PrivateSubnetId"] },
])("the $kind network's template has the outputs that configure reads", ({ kind, outputs }) => {
  const template: unknown = JSON.parse(
    parallelClusterTemplates.textAt(`${BASE}/3.16.1/templates/networking/${kind}-3.16.1.cfn.json`) ?? "{}",
  );
  for (const output of outputs) expect(template).toHaveProperty(`Outputs.${output}`);
});

test.each([
  "https://example.com/template.yaml",
  `${BASE}/3.13.1/templates/unknown.yaml`,
  `${BASE}/9.9.9/templates/custom_resource/cluster.yaml`,
  "https://us-west-2-aws-parallelcluster.s3.eu-west-1.amazonaws.com/parallelcluster/3.13.1/templates/custom_resource/cluster.yaml",
])("%s has no template", (url) => {
  expect(parallelClusterTemplates.textAt(url)).toBeUndefined();
});
