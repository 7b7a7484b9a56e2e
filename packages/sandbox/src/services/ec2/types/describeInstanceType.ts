import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { InstanceType } from "@trainyard/core";
import { addressesPerInterface, interfacesPerCard } from "./interfaceLimits.ts";

const XEN_FAMILIES = /^(t1|t2|m1|m2|m3|m4|c1|c3|c4|cc2|cr1|r3|r4|i2|i3|d2|p2|p3|g2|g3|g3s|x1|x1e|f1|h1|hs1)$/;
const EBS_NOT_DEFAULT = /^(t1|t2|m1|m2|m3|c1|c3|cc2|cr1|r3|i2|g2|hs1)$/;

export function familyOf(instanceType: string): string {
  return instanceType.split(".")[0] ?? "";
}

export function describeInstanceType(row: InstanceType): InstanceTypeInfo {
  const family = familyOf(row.instanceType);
  const isXen = XEN_FAMILIES.test(family) && !row.bareMetal;
  const shape = {
    InstanceType: row.instanceType,
    CurrentGeneration: row.currentGeneration,
    FreeTierEligible: row.instanceType === "t3.micro",
    SupportedUsageClasses: row.usageClasses,
    SupportedRootDeviceTypes: ["ebs"],
    SupportedVirtualizationTypes: ["hvm"],
    BareMetal: row.bareMetal,
    ...(row.bareMetal ? {} : { Hypervisor: isXen ? "xen" : "nitro" }),
    ProcessorInfo: { SupportedArchitectures: row.architectures, Manufacturer: processorMaker(row) },
    VCpuInfo: vcpuInfo(row),
    MemoryInfo: { SizeInMiB: row.memoryMiB },
    InstanceStorageSupported: row.instanceStorageGB !== undefined,
    ...storageInfo(row),
    EbsInfo: ebsInfo(family, isXen),
    NetworkInfo: networkInfo(row, isXen),
    ...acceleratorInfo(row),
    PlacementGroupInfo: { SupportedStrategies: row.placementStrategies },
    HibernationSupported: false,
    BurstablePerformanceSupported: /^t\d/.test(family),
    DedicatedHostsSupported: !/^t[12]$/.test(family),
    AutoRecoverySupported: row.instanceStorageGB === undefined && !row.bareMetal,
    SupportedBootModes: row.architectures.includes("arm64") ? ["uefi"] : ["legacy-bios", "uefi"],
    NitroEnclavesSupport: "unsupported",
    NitroTpmSupport: isXen || row.bareMetal ? "unsupported" : "supported",
  };
  // the enumerations of the data file are EC2's own words
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return shape as unknown as InstanceTypeInfo;
}

function processorMaker(row: InstanceType): string {
  if (row.architectures.includes("arm64")) return "AWS";
  return /^[a-z]+\d+a/.test(row.instanceType) || /^(p5|g5|g6|hpc6a|hpc7a)\b/.test(row.instanceType)
    ? "AMD"
    : "Intel";
}

function vcpuInfo(row: InstanceType): object {
  const isFixed = row.bareMetal || row.threadsPerCore === 1;
  return {
    DefaultVCpus: row.vcpus,
    DefaultCores: row.cores,
    DefaultThreadsPerCore: row.threadsPerCore,
    ValidThreadsPerCore: isFixed ? [row.threadsPerCore] : [1, row.threadsPerCore],
  };
}

function storageInfo(row: InstanceType): object {
  if (row.instanceStorageGB === undefined) return {};
  return {
    InstanceStorageInfo: {
      TotalSizeInGB: row.instanceStorageGB,
      NvmeSupport: "required",
      EncryptionSupport: "required",
    },
  };
}

function ebsInfo(family: string, isXen: boolean): object {
  return {
    EbsOptimizedSupport: EBS_NOT_DEFAULT.test(family) ? "unsupported" : "default",
    EncryptionSupport: "supported",
    NvmeSupport: isXen ? "unsupported" : "required",
  };
}

function networkInfo(row: InstanceType, isXen: boolean): object {
  const perCard = interfacesPerCard(row);
  return {
    NetworkPerformance: row.networkPerformance,
    MaximumNetworkInterfaces: perCard * row.networkCards,
    MaximumNetworkCards: row.networkCards,
    DefaultNetworkCardIndex: 0,
    NetworkCards: Array.from({ length: row.networkCards }, (_, index) => ({
      NetworkCardIndex: index,
      NetworkPerformance: row.networkPerformance,
      MaximumNetworkInterfaces: perCard,
    })),
    Ipv4AddressesPerInterface: addressesPerInterface(row),
    Ipv6AddressesPerInterface: addressesPerInterface(row),
    Ipv6Supported: true,
    EnaSupport: isXen ? "supported" : "required",
    EfaSupported: row.efaSupported,
    ...(row.efaSupported ? { EfaInfo: { MaximumEfaInterfaces: row.maxEfaInterfaces } } : {}),
    EncryptionInTransitSupported: !isXen,
    EnaSrdSupported: false,
  };
}

function acceleratorInfo(row: InstanceType): object {
  const { gpus, neuronDevices } = row;
  return {
    ...(gpus === undefined
      ? {}
      : {
          GpuInfo: {
            Gpus: [
              {
                Name: gpus.name,
                Manufacturer: gpus.manufacturer,
                Count: gpus.count,
                MemoryInfo: { SizeInMiB: gpus.memoryMiBEach },
              },
            ],
            TotalGpuMemoryInMiB: gpus.count * gpus.memoryMiBEach,
          },
        }),
    ...(neuronDevices === undefined
      ? {}
      : {
          NeuronInfo: {
            NeuronDevices: [
              {
                Count: neuronDevices.count,
                Name: neuronDevices.name,
                CoreInfo: { Count: neuronDevices.coresEach },
              },
            ],
          },
          // inf1, inf2 and the first trn1 also answer the older form, which ParallelCluster reads
          InferenceAcceleratorInfo: {
            Accelerators: [{ Count: neuronDevices.count, Name: neuronDevices.name, Manufacturer: "AWS" }],
          },
        }),
  };
}
