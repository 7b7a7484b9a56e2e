import type { InstanceTypeInfo, InstanceTypeOffering } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { applyFilters, type FilterFields } from "../requests/filters.ts";
import { pageOf } from "../requests/paging.ts";
import { oneOf, refuseDryRun } from "../requests/parameters.ts";
import { describeInstanceType } from "./describeInstanceType.ts";
import { instanceTypeRow, typesOffered, zonesOffering } from "./instanceTypeTable.ts";

export const instanceTypeOperations = defineOperations<"ec2">()({
  DescribeInstanceTypes: {
    members: ["DryRun", "Filters", "InstanceTypes", "MaxResults", "NextToken"],
    run(input, context) {
      const names = input.InstanceTypes ?? [];
      const unknown = names.filter((name) => zonesOffering(context.region, name).length === 0);
      if (unknown.length > 0)
        throw new AwsError(
          "InvalidInstanceType",
          `The following supplied instance types do not exist: [${unknown.join(", ")}]`,
        );
      const rows =
        names.length === 0
          ? typesOffered(context.region)
          : [...new Set(names)].flatMap((name) => instanceTypeRow(name) ?? []);
      const infos = rows.map(describeInstanceType);
      const selected = applyFilters(infos, input.Filters, { fields: TYPE_FIELDS });
      const page = pageOf(selected, input, {
        idOf: (info) => info.InstanceType ?? "",
        leastResults: 5,
        mostResults: 100,
        defaultResults: 100,
      });
      refuseDryRun(input.DryRun);
      return { InstanceTypes: [...page.items], NextToken: page.nextToken };
    },
  },
  DescribeInstanceTypeOfferings: {
    members: ["DryRun", "Filters", "LocationType", "MaxResults", "NextToken"],
    run(input, context) {
      const type = oneOf(
        input.LocationType ?? "region",
        ["region", "availability-zone", "availability-zone-id"],
        "LocationType",
      );
      const offerings = typesOffered(context.region).flatMap((row) =>
        locationsOf(context.region, row.instanceType, type).map((Location) =>
          offering(row.instanceType, type, Location),
        ),
      );
      const selected = applyFilters(offerings, input.Filters, {
        fields: { "instance-type": (each) => each.InstanceType, location: (each) => each.Location },
      });
      const page = pageOf(selected, input, {
        idOf: (each) => `${each.InstanceType ?? ""}@${each.Location ?? ""}`,
        leastResults: 5,
        mostResults: 1000,
        defaultResults: 1000,
      });
      refuseDryRun(input.DryRun);
      return { InstanceTypeOfferings: [...page.items], NextToken: page.nextToken };
    },
  },
});

type LocationKind = "region" | "availability-zone" | "availability-zone-id";

function locationsOf(region: string, instanceType: string, kind: LocationKind): readonly string[] {
  if (kind === "region") return [region];
  const names = zonesOffering(region, instanceType);
  if (kind === "availability-zone") return names;
  return regionNamed(region)
    .zones.filter((zone) => names.includes(zone.name))
    .map((zone) => zone.id);
}

function offering(instanceType: string, LocationType: LocationKind, Location: string): InstanceTypeOffering {
  // names of the data file are EC2's own
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const InstanceType = instanceType as NonNullable<InstanceTypeOffering["InstanceType"]>;
  return { InstanceType, LocationType, Location };
}

const TYPE_FIELDS: FilterFields<InstanceTypeInfo> = {
  "auto-recovery-supported": (info) => info.AutoRecoverySupported,
  "bare-metal": (info) => info.BareMetal,
  "burstable-performance-supported": (info) => info.BurstablePerformanceSupported,
  "current-generation": (info) => info.CurrentGeneration,
  "dedicated-hosts-supported": (info) => info.DedicatedHostsSupported,
  "ebs-info.ebs-optimized-support": (info) => info.EbsInfo?.EbsOptimizedSupport,
  "free-tier-eligible": (info) => info.FreeTierEligible,
  hypervisor: (info) => info.Hypervisor,
  "instance-storage-info.total-size-in-gb": (info) => info.InstanceStorageInfo?.TotalSizeInGB,
  "instance-storage-supported": (info) => info.InstanceStorageSupported,
  "instance-type": (info) => info.InstanceType,
  "memory-info.size-in-mib": (info) => info.MemoryInfo?.SizeInMiB,
  "network-info.efa-info.maximum-efa-interfaces": (info) => info.NetworkInfo?.EfaInfo?.MaximumEfaInterfaces,
  "network-info.efa-supported": (info) => info.NetworkInfo?.EfaSupported,
  "network-info.maximum-network-cards": (info) => info.NetworkInfo?.MaximumNetworkCards,
  "network-info.maximum-network-interfaces": (info) => info.NetworkInfo?.MaximumNetworkInterfaces,
  "network-info.network-performance": (info) => info.NetworkInfo?.NetworkPerformance,
  "processor-info.supported-architecture": (info) => info.ProcessorInfo?.SupportedArchitectures,
  "supported-root-device-type": (info) => info.SupportedRootDeviceTypes,
  "supported-usage-class": (info) => info.SupportedUsageClasses,
  "supported-virtualization-type": (info) => info.SupportedVirtualizationTypes,
  "vcpu-info.default-cores": (info) => info.VCpuInfo?.DefaultCores,
  "vcpu-info.default-threads-per-core": (info) => info.VCpuInfo?.DefaultThreadsPerCore,
  "vcpu-info.default-vcpus": (info) => info.VCpuInfo?.DefaultVCpus,
};
