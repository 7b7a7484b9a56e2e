import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { OutputOf } from "../../kernel/serviceModels.ts";
import { ConfigurationError } from "../configuration/ConfigurationError.ts";
import type { InstanceTypeFacts } from "../template/TemplateFacts.ts";

export type InstanceTypeInfo = NonNullable<OutputOf<"ec2", "DescribeInstanceTypes">["InstanceTypes"]>[number];

/** @throws {ConfigurationError} for types that the region does not have. */
export function instanceTypeFacts(
  context: RegionContext,
  types: readonly string[],
): Record<string, InstanceTypeFacts> {
  return Object.fromEntries(
    instanceTypeItems(context, types).map((info) => [String(info.InstanceType), factsOf(info)]),
  );
}

/** The whole items, as they go into the cluster's `instance-types-data.json`. */
export function instanceTypeItems(
  context: RegionContext,
  types: readonly string[],
): readonly InstanceTypeInfo[] {
  return types.flatMap((type) => {
    try {
      return describeInstanceType(context, type) ?? [];
    } catch (error) {
      if (error instanceof AwsError)
        throw new ConfigurationError([`The instance type '${type}' is not supported.`]);
      throw error;
    }
  });
}

/** @throws {AwsError} as EC2 answers for a type that it does not have. */
export function describeInstanceType(context: RegionContext, type: string): InstanceTypeInfo | undefined {
  const { InstanceTypes } = context.call("ec2", "DescribeInstanceTypes", {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK lists types as an enum; the service checks the name
    InstanceTypes: [type as "m5.large"],
  });
  return InstanceTypes?.[0];
}

function factsOf(info: InstanceTypeInfo): InstanceTypeFacts {
  const cards = [...(info.NetworkInfo?.NetworkCards ?? [])].sort(
    (left, right) => (left.NetworkCardIndex ?? 0) - (right.NetworkCardIndex ?? 0),
  );
  const architectures: readonly string[] = info.ProcessorInfo?.SupportedArchitectures ?? [];
  return {
    architecture: architectures.includes("arm64") ? "arm64" : "x86_64",
    threadsPerCore: info.VCpuInfo?.DefaultThreadsPerCore ?? 1,
    vcpus: info.VCpuInfo?.DefaultVCpus ?? 1,
    ebsOptimizedSupported: info.EbsInfo?.EbsOptimizedSupport !== "unsupported",
    efaSupported: info.NetworkInfo?.EfaSupported ?? false,
    cardInterfaceLimits: cards.length === 0 ? [1] : cards.map((card) => card.MaximumNetworkInterfaces ?? 1),
    hasInstanceStorage: info.InstanceStorageSupported ?? false,
  };
}
