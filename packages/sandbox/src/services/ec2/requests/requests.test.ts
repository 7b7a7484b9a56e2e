import { expect, test } from "vitest";
import { ec2Test, publicNetwork, refusal } from "../testing/ec2TestKernel.ts";
import { applyFilters } from "./filters.ts";
import { pageOf } from "./paging.ts";

const WORDS = ["alpha", "beta", "a*c", "abc", "line\nbreak"];

test.each([
  { pattern: "alpha", matches: ["alpha"] },
  { pattern: "*", matches: WORDS },
  { pattern: "a?c", matches: ["a*c", "abc"] },
  { pattern: String.raw`a\*c`, matches: ["a*c"] },
  { pattern: "a.c", matches: [] },
  { pattern: "line*", matches: ["line\nbreak"] },
  { pattern: "ALPHA", matches: [] },
])("the filter value $pattern matches $matches", ({ pattern, matches }) => {
  const fields = { word: (word: string) => word };
  expect(applyFilters(WORDS, [{ Name: "word", Values: [pattern] }], { fields })).toEqual(matches);
});

test("values of one filter are alternatives, filters narrow each other", () => {
  const fields = { word: (word: string) => word, length: (word: string) => word.length };
  const filters = [
    { Name: "word", Values: ["a*", "b*"] },
    { Name: "length", Values: ["4"] },
  ];
  expect(applyFilters(WORDS, filters, { fields })).toEqual(["beta"]);
});

test.each(["constructor", "tag:", "nothing"])("the filter %s is not known", (Name) => {
  const filter = () => applyFilters(WORDS, [{ Name, Values: ["x"] }], { fields: {}, tagsOf: () => [] });
  expect(refusal(filter)).toBe(`InvalidParameterValue: The filter '${Name}' is invalid`);
});

test("a page goes on after the last item, also when items before it have gone", () => {
  const rules = { idOf: (text: string) => text, leastResults: 1, mostResults: 1000 };
  const { nextToken } = pageOf(["a", "b", "c", "d"], { MaxResults: 2 }, rules);
  expect(pageOf(["b", "c", "d"], { MaxResults: 2, NextToken: nextToken }, rules)).toEqual({
    items: ["c", "d"],
    nextToken: undefined,
  });
});

test.each(["", "abc", "MQ==", "NDI="])("the token %o is not one of EC2's", (NextToken) => {
  const rules = { idOf: (text: string) => text, leastResults: 1, mostResults: 1000 };
  expect(refusal(() => pageOf(["a"], { NextToken }, rules))).toBe(
    "InvalidParameterValue: Unable to parse pagination token",
  );
});

test("tags are set, found by every kind of filter, and removed by key or by key and value", () => {
  const context = ec2Test();
  const { vpcId, subnetId } = publicNetwork(context);
  context.call("ec2", "CreateTags", {
    Resources: [vpcId, subnetId],
    Tags: [
      { Key: "Name", Value: "ml" },
      { Key: "team", Value: "a" },
    ],
  });
  const found = (Name: string, value: string) =>
    context
      .call("ec2", "DescribeVpcs", { Filters: [{ Name, Values: [value] }] })
      .Vpcs?.map((vpc) => vpc.VpcId);
  expect([found("tag:Name", "m*"), found("tag-key", "team"), found("tag-value", "a")]).toEqual([
    [vpcId],
    [vpcId],
    [vpcId],
  ]);
  context.call("ec2", "DeleteTags", {
    Resources: [vpcId],
    Tags: [{ Key: "Name", Value: "other" }, { Key: "team" }],
  });
  const { Tags } = context.call("ec2", "DescribeTags", {
    Filters: [{ Name: "resource-id", Values: [vpcId] }],
  });
  expect(Tags).toEqual([{ Key: "Name", Value: "ml", ResourceId: vpcId, ResourceType: "vpc" }]);
});

test("a client may not set tags of AWS", () => {
  const context = ec2Test();
  const { vpcId } = publicNetwork(context);
  const dispatch = () =>
    context.kernel.dispatch({
      service: "ec2",
      operation: "CreateTags",
      input: { Resources: [vpcId], Tags: [{ Key: "aws:team", Value: "x" }] },
      region: "us-west-2",
      requestId: "r",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    });
  expect(refusal(dispatch)).toBe(
    "InvalidParameterValue: Tag keys starting with 'aws:' are reserved for internal use",
  );
});

test.each(["__proto__", "constructor", "vpc-__proto__"])("the id %s finds nothing", (id) => {
  expect(refusal(() => ec2Test().call("ec2", "DescribeVpcs", { VpcIds: [id] }))).toBe(
    `InvalidVpcID.NotFound: The vpc ID '${id}' does not exist`,
  );
});
