import { expect, test } from "vitest";
import { ec2Test, refusal } from "../testing/ec2TestKernel.ts";

test("the 34 commercial regions are there, each with its zones and their ids", () => {
  const { Regions = [] } = ec2Test().call("ec2", "DescribeRegions", {});
  expect(Regions).toHaveLength(34);
  const zones = ec2Test("us-east-1").call("ec2", "DescribeAvailabilityZones", {}).AvailabilityZones ?? [];
  expect(zones.map((zone) => `${zone.ZoneName}=${zone.ZoneId}`)).toEqual([
    "us-east-1a=use1-az6",
    "us-east-1b=use1-az1",
    "us-east-1c=use1-az2",
    "us-east-1d=use1-az4",
    "us-east-1e=use1-az3",
    "us-east-1f=use1-az5",
  ]);
});

test("local zones are shown only when all zones are asked for, as not opted in", () => {
  const { AvailabilityZones = [] } = ec2Test().call("ec2", "DescribeAvailabilityZones", {
    AllAvailabilityZones: true,
    Filters: [{ Name: "zone-type", Values: ["local-zone"] }],
  });
  expect(AvailabilityZones[0]).toMatchObject({ ZoneName: "us-west-2-lax-1a", OptInStatus: "not-opted-in" });
});

test("a region that does not exist is refused like a wrong signature", () => {
  expect(refusal(() => ec2Test("us-west-9").call("ec2", "DescribeVpcs", {}))).toMatch(/^AuthFailure/);
});
