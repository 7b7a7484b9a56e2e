import { expect, test } from "vitest";
import { resolvedProject } from "../project/testing/resolvedProject.ts";
import { iamPolicyDocument } from "./iamPolicyDocument.ts";

/** IAM counts the characters of a managed policy without white space. */
const MAX_POLICY_LENGTH = 6144;

test("the policy fits into one managed policy, with the longest names too", () => {
  const longest = resolvedProject({ text: `name: ${"m".repeat(60)}\ndata: { bucket: ${"b".repeat(63)} }` });
  expect(JSON.stringify(iamPolicyDocument(longest)).length).toBeLessThan(MAX_POLICY_LENGTH);
});

test("only calls that know no resources, and those that make a network, are allowed on all of them", () => {
  const open = iamPolicyDocument(resolvedProject()).Statement.filter(({ Resource }) => Resource === "*");
  expect(open.map(({ Sid }) => Sid)).toEqual(["Read", "Network"]);
  expect(open.filter(({ Condition }) => Condition === undefined)).toEqual([]);
});

test("no statement allows everything of IAM, EC2 or CloudFormation", () => {
  const actions = iamPolicyDocument(resolvedProject()).Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => /^(\*|(iam|ec2|cloudformation|sts):\*)$/.test(action))).toEqual([]);
});

test("a project without a data bucket may touch none", () => {
  const { Statement } = iamPolicyDocument(resolvedProject({ text: "data: { enabled: false }" }));
  expect(Statement.map(({ Sid }) => Sid)).not.toContain("DataBucket");
});

test("in China the names are of China's partition", () => {
  const resolved = resolvedProject({ text: "region: cn-north-1", account: { zone: "cn-north-1a" } });
  expect(JSON.stringify(iamPolicyDocument(resolved))).not.toContain("arn:aws:");
});
