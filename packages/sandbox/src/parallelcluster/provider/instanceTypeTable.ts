import type { InstanceFacts, InstanceTypeTable } from "@trainyard/core";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { describeInstanceType, type InstanceTypeInfo } from "./instanceTypeFacts.ts";

/** The instance types of the region as ParallelCluster's rules ask for them. */
export function instanceTypeTableOf(context: RegionContext): InstanceTypeTable {
  return {
    find(instanceType) {
      try {
        const info = describeInstanceType(context, instanceType);
        return info === undefined ? undefined : factsOf(instanceType, info);
      } catch (error) {
        if (error instanceof AwsError) return undefined;
        throw error;
      }
    },
    names: () => offeredTypes(context),
  };
}

function offeredTypes(context: RegionContext): readonly string[] {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = context.call(
      "ec2",
      "DescribeInstanceTypeOfferings",
      token === undefined ? {} : { NextToken: token },
    );
    for (const { InstanceType } of page.InstanceTypeOfferings ?? [])
      if (InstanceType !== undefined) names.push(InstanceType);
    token = page.NextToken;
  } while (token !== undefined);
  return names;
}

function factsOf(instanceType: string, info: InstanceTypeInfo): InstanceFacts {
  const gpus = info.GpuInfo?.Gpus ?? [];
  const accelerators = info.InferenceAcceleratorInfo?.Accelerators ?? [];
  return {
    instanceType,
    ...processorFacts(info),
    memoryMiB: info.MemoryInfo?.SizeInMiB,
    ...networkFacts(info.NetworkInfo),
    usageClasses: info.SupportedUsageClasses ?? [],
    placementStrategies: info.PlacementGroupInfo?.SupportedStrategies ?? [],
    hasInstanceStorage: info.InstanceStorageSupported ?? false,
    ...(gpus.length === 0 ? {} : { gpus: countOf(gpus) }),
    ...(accelerators.length === 0 ? {} : { inferenceAccelerators: countOf(accelerators) }),
  };
}

function processorFacts(info: InstanceTypeInfo) {
  const architectures: readonly string[] = info.ProcessorInfo?.SupportedArchitectures ?? [];
  return {
    vcpus: info.VCpuInfo?.DefaultVCpus ?? -1,
    cores: info.VCpuInfo?.DefaultCores ?? -1,
    architectures: architectures.filter((name) => name === "x86_64" || name === "arm64"),
  };
}

function networkFacts(network: InstanceTypeInfo["NetworkInfo"]) {
  const cards = network?.NetworkCards ?? [];
  return {
    efaSupported: network?.EfaSupported ?? false,
    maxEfaInterfaces: network?.EfaInfo?.MaximumEfaInterfaces ?? 0,
    networkCards: Math.max(cards.length, 1),
    firstCardInterfaces: cards[0]?.MaximumNetworkInterfaces ?? 1,
  };
}

function countOf(
  devices: readonly { readonly Count?: number | undefined; readonly Manufacturer?: string | undefined }[],
): { readonly count: number; readonly manufacturer: string } {
  return {
    count: devices.reduce((total, { Count }) => total + (Count ?? 0), 0),
    manufacturer: devices[0]?.Manufacturer ?? "",
  };
}
