import { clusterConfigRules as rules, factsOfPart, type InstanceFacts } from "@trainyard/core";
import { NotRecorded, type Json, type Recorded } from "./Recorded.ts";
import { capacityTypeOf, factsOf, type ValidatorAdapter } from "./ValidatorAdapter.ts";

/** Instance types, EFA, placement groups and the subnets of queues. */
export const instanceAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  SchedulableMemoryValidator: ({ given }) =>
    rules.schedulableMemoryValidator({
      instanceType: given.text("instance_type"),
      schedulableMemoryMiB: given.optionalNumber("schedulable_memory"),
      memoryMiB: given.optionalNumber("ec2memory"),
    }),
  HeadNodeMemorySizeValidator: (call) => {
    const instanceType = call.given.text("head_node_instance_type");
    return rules.headNodeMemorySizeValidator({
      instanceType,
      memoryMiB: factsOf(instanceType, call).memoryMiB ?? 0,
      totalMaxCount: call.given.number("total_max_compute_nodes"),
    });
  },
  CapacityTypeValidator: (call) => {
    const { given, test } = call;
    const instanceType = given.text("instance_type");
    return rules.capacityTypeValidator({
      capacityType: capacityTypeOf(given) ?? "ONDEMAND",
      instanceType,
      usageClasses:
        test?.optionalTexts("supported_usage_classes")?.map(usageClassOf) ??
        factsOf(instanceType, call).usageClasses,
      capacityReservationId: given.optionalText("capacity_reservation_id"),
    });
  },
  InstanceTypePlacementGroupValidator: ({ given }) => {
    const facts = describedType(given);
    return rules.instanceTypePlacementGroupValidator({
      ...facts,
      placementGroupEnabled: given.flag("placement_group_enabled"),
    });
  },
  InstanceTypeAcceleratorManufacturerValidator: ({ given }) =>
    rules.instanceTypeAcceleratorManufacturerValidator(describedType(given)),
  InstanceTypeMemoryInfoValidator: ({ given }) => rules.instanceTypeMemoryInfoValidator(describedType(given)),
  InstanceArchitectureCompatibilityValidator: ({ given }) =>
    rules.instanceArchitectureCompatibilityValidator({
      instanceTypes: given
        .parts("instance_type_info_list")
        .map((info) => partOf("", info.value("instance_type_data"))),
      headNodeArchitecture: given.text("architecture"),
    }),
  InstanceTypeSoftwareValidator: (call) => {
    const instanceType = call.given.text("instance_type");
    return rules.instanceTypeSoftwareValidator({
      instanceType,
      gpuCount: factsOf(instanceType, call).gpus?.count ?? 0,
      installsNvidia: call.given.part("nvidia").flag("enabled"),
    });
  },
  InstancesCPUValidator: ({ given }) =>
    rules.instancesCPUValidator({
      ...flexibleOf(given),
      withoutMultithreading: given.flag("disable_simultaneous_multithreading"),
    }),
  InstancesAcceleratorsValidator: ({ given }) => rules.instancesAcceleratorsValidator(flexibleOf(given)),
  InstancesEFAValidator: ({ given }) =>
    rules.instancesEFAValidator({
      ...flexibleOf(given),
      efaEnabled: given.optionalFlag("efa_enabled"),
      multiAz: given.flag("multiaz_queue"),
    }),
  InstancesNetworkingValidator: ({ given, limits }) =>
    rules.instancesNetworkingValidator({
      ...flexibleOf(given),
      queueName: given.text("queue_name"),
      placementGroupEnabled: given.flag("placement_group_enabled"),
      limits,
    }),
  InstancesAllocationStrategyValidator: ({ given, limits }) =>
    rules.instancesAllocationStrategyValidator({
      computeResourceName: given.text("compute_resource_name"),
      capacityType: capacityTypeOf(given),
      allocationStrategy: given.optionalText("allocation_strategy"),
      limits,
    }),
  InstancesMemorySchedulingWarningValidator: ({ given }) =>
    rules.instancesMemorySchedulingWarningValidator({
      ...flexibleOf(given),
      memoryScheduling: given.flag("memory_scheduling_enabled"),
    }),
  EfaValidator: (call) => {
    const { given, test } = call;
    const instanceType = given.text("instance_type");
    return rules.efaValidator({
      instanceType,
      supportsEfa: test?.optionalFlag("efa_supported") ?? factsOf(instanceType, call).efaSupported,
      efaEnabled: given.optionalFlag("efa_enabled"),
      gdrSupport: given.optionalFlag("gdr_support"),
      multiAz: given.flag("multiaz_enabled"),
    });
  },
  EfaMultiAzValidator: ({ given }) =>
    rules.efaMultiAzValidator({
      queueName: given.text("queue_name"),
      computeResourceName: given.text("compute_resource_name"),
      multiAz: given.flag("multi_az_enabled"),
      efaEnabled: given.optionalFlag("compute_resource_efa_enabled"),
    }),
  EfaPlacementGroupValidator: ({ given }) =>
    rules.efaPlacementGroupValidator({
      efaEnabled: given.optionalFlag("efa_enabled"),
      placementGroup: given.optionalText("placement_group_key"),
      placementGroupDisabled: given.flag("placement_group_disabled"),
      multiAz: given.flag("multi_az_enabled"),
      capacityType: capacityTypeOf(given),
    }),
  MultiAzPlacementGroupValidator: ({ given }) =>
    rules.multiAzPlacementGroupValidator({
      multiAz: given.flag("multi_az_enabled"),
      placementGroupEnabled: given.flag("placement_group_enabled"),
      computeResourceName: given.text("compute_resource_name"),
      queueName: given.text("queue_name"),
    }),
  PlacementGroupCapacityTypeValidator: ({ given }) =>
    rules.placementGroupCapacityTypeValidator({
      capacityType: capacityTypeOf(given),
      placementGroupEnabled: given.flag("placement_group_enabled"),
    }),
};

/** The test's stand-ins spell the class without its hyphen. */
function usageClassOf(name: string): string {
  return name === "ondemand" ? "on-demand" : name;
}

function describedType(given: Recorded): InstanceFacts {
  return partOf(given.text("instance_type"), given.map("instance_type_data"));
}

function flexibleOf(given: Recorded) {
  return {
    computeResourceName: given.text("compute_resource_name"),
    instanceTypes: Object.keys(given.map("instance_types_info")).map((name) =>
      partOf(name, given.part("instance_types_info").part(name).value("instance_type_data")),
    ),
  };
}

function partOf(name: string, described: Json | undefined): InstanceFacts {
  const facts = factsOfPart(name, described);
  if (facts === undefined) throw new NotRecorded(`the facts of ${name}`);
  return facts;
}
