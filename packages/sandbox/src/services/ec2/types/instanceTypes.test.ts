import { expect, test } from "vitest";
import { ec2Test, refusal } from "../testing/ec2TestKernel.ts";

test("p5.48xlarge has 8 GPUs, 32 cards with EFA and 2 interfaces on each", () => {
  const [info] =
    ec2Test().call("ec2", "DescribeInstanceTypes", { InstanceTypes: ["p5.48xlarge"] }).InstanceTypes ?? [];
  expect(info).toMatchObject({
    VCpuInfo: { DefaultVCpus: 192, DefaultCores: 96, DefaultThreadsPerCore: 2 },
    MemoryInfo: { SizeInMiB: 2_097_152 },
    GpuInfo: { Gpus: [{ Name: "H100", Manufacturer: "NVIDIA", Count: 8 }] },
    NetworkInfo: {
      EfaSupported: true,
      MaximumNetworkCards: 32,
      EfaInfo: { MaximumEfaInterfaces: 32 },
    },
    EbsInfo: { EbsOptimizedSupport: "default" },
    SupportedUsageClasses: ["capacity-block", "on-demand", "spot"],
    PlacementGroupInfo: { SupportedStrategies: ["cluster", "partition", "spread"] },
  });
  expect(info?.NetworkInfo?.NetworkCards?.[31]).toMatchObject({
    NetworkCardIndex: 31,
    MaximumNetworkInterfaces: 2,
  });
});

test("all types come in pages of 100, each once", () => {
  const context = ec2Test();
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = context.call("ec2", "DescribeInstanceTypes", { NextToken });
    expect(page.InstanceTypes?.length).toBeLessThanOrEqual(100);
    names.push(...(page.InstanceTypes ?? []).map((info) => info.InstanceType ?? ""));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(1000);
});

test("the type of the free tier is found as the official CLI looks for it", () => {
  const { InstanceTypes } = ec2Test().call("ec2", "DescribeInstanceTypes", {
    Filters: [
      { Name: "free-tier-eligible", Values: ["true"] },
      { Name: "current-generation", Values: ["true"] },
    ],
  });
  expect(InstanceTypes?.map((info) => info.InstanceType)).toEqual(["t3.micro"]);
});

test("zones of a type are answered by name and by id", () => {
  const context = ec2Test("sa-east-1");
  const zones = (LocationType: "availability-zone" | "availability-zone-id") =>
    context
      .call("ec2", "DescribeInstanceTypeOfferings", {
        LocationType,
        Filters: [{ Name: "instance-type", Values: ["p5.48xlarge"] }],
      })
      .InstanceTypeOfferings?.map((offering) => offering.Location);
  expect([zones("availability-zone"), zones("availability-zone-id")]).toEqual([["sa-east-1c"], ["sae1-az3"]]);
});

test("a type that the region does not offer does not exist there", () => {
  const context = ec2Test("eu-west-3");
  const ask = () => context.call("ec2", "DescribeInstanceTypes", { InstanceTypes: ["p5.48xlarge"] });
  expect(refusal(ask)).toBe(
    "InvalidInstanceType: The following supplied instance types do not exist: [p5.48xlarge]",
  );
});
