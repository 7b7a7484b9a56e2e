import { z } from "zod";

import type { InstanceFacts } from "./InstanceFacts.ts";

const describedSchema = z.object({
  InstanceType: z.string().optional(),
  SupportedUsageClasses: z.array(z.string()).default([]),
  InstanceStorageSupported: z.boolean().default(false),
  ProcessorInfo: z.object({ SupportedArchitectures: z.array(z.string()) }).optional(),
  VCpuInfo: z
    .object({ DefaultVCpus: z.number().default(-1), DefaultCores: z.number().default(-1) })
    .default({ DefaultVCpus: -1, DefaultCores: -1 }),
  MemoryInfo: z.object({ SizeInMiB: z.number().optional() }).default({}),
  PlacementGroupInfo: z
    .object({ SupportedStrategies: z.array(z.string()).default([]) })
    .default({ SupportedStrategies: [] }),
  NetworkInfo: z
    .object({
      EfaSupported: z.boolean().default(false),
      EfaInfo: z.object({ MaximumEfaInterfaces: z.number().optional() }).default({}),
      NetworkCards: z.array(z.object({ MaximumNetworkInterfaces: z.number().optional() })).default([]),
    })
    .default({ EfaSupported: false, EfaInfo: {}, NetworkCards: [] }),
  GpuInfo: z.object({ Gpus: acceleratorList() }).optional(),
  InferenceAcceleratorInfo: z.object({ Accelerators: acceleratorList() }).optional(),
});

function acceleratorList() {
  return z
    .array(z.object({ Count: z.number().default(0), Manufacturer: z.string().default("") }))
    .default([]);
}

/**
 * Facts from one answer of DescribeInstanceTypes, as the configuration may bring it along; undefined when it
 * does not even say which architectures the type has.
 */
export function factsOfDescribed(name: string, described: unknown): InstanceFacts | undefined {
  const parsed = describedSchema.safeParse(described);
  if (!parsed.success || parsed.data.ProcessorInfo === undefined) return undefined;
  return describedFacts(name, parsed.data);
}

/** Like `factsOfDescribed`, with no architecture where the answer is silent; for parts of an answer. */
export function factsOfPart(name: string, described: unknown): InstanceFacts | undefined {
  const parsed = describedSchema.safeParse(described);
  return parsed.success ? describedFacts(name, parsed.data) : undefined;
}

function describedFacts(name: string, data: z.infer<typeof describedSchema>): InstanceFacts {
  const { NetworkInfo: network } = data;
  const gpus = data.GpuInfo?.Gpus ?? [];
  const accelerators = data.InferenceAcceleratorInfo?.Accelerators ?? [];
  return {
    instanceType: data.InstanceType ?? name,
    vcpus: data.VCpuInfo.DefaultVCpus,
    cores: data.VCpuInfo.DefaultCores,
    memoryMiB: data.MemoryInfo.SizeInMiB,
    architectures: (data.ProcessorInfo?.SupportedArchitectures ?? []).filter(
      (one) => one === "x86_64" || one === "arm64",
    ),
    efaSupported: network.EfaSupported,
    maxEfaInterfaces: network.EfaInfo.MaximumEfaInterfaces ?? (network.EfaSupported ? 1 : 0),
    networkCards: network.NetworkCards.length,
    firstCardInterfaces: network.NetworkCards[0]?.MaximumNetworkInterfaces ?? 1,
    usageClasses: data.SupportedUsageClasses,
    placementStrategies: data.PlacementGroupInfo.SupportedStrategies,
    hasInstanceStorage: data.InstanceStorageSupported,
    ...(data.GpuInfo === undefined ? {} : { gpus: together(gpus) }),
    ...(data.InferenceAcceleratorInfo === undefined ? {} : { inferenceAccelerators: together(accelerators) }),
  };
}

function together(devices: readonly { readonly Count: number; readonly Manufacturer: string }[]) {
  return {
    count: devices.reduce((sum, device) => sum + device.Count, 0),
    manufacturer: devices[0]?.Manufacturer ?? "",
  };
}
