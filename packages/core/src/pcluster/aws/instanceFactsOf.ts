import type { InstanceType, InstanceTypes } from "../../instances/instanceTypes.ts";
import type { InstanceFacts, InstanceTypeTable } from "./InstanceFacts.ts";

const MODELLED_ARCHITECTURES = ["x86_64", "arm64"];

/** Facts of a type from the shipped table. Its Trainium devices are no inference accelerators to EC2. */
export function instanceFactsOf(type: InstanceType): InstanceFacts {
  const { gpus, neuronDevices } = type;
  return {
    instanceType: type.instanceType,
    vcpus: type.vcpus,
    cores: type.cores,
    memoryMiB: type.memoryMiB,
    architectures: type.architectures.filter((name) => MODELLED_ARCHITECTURES.includes(name)),
    efaSupported: type.efaSupported,
    maxEfaInterfaces: type.maxEfaInterfaces,
    networkCards: type.networkCards,
    firstCardInterfaces: firstCardInterfaces(type),
    usageClasses: type.usageClasses,
    placementStrategies: type.placementStrategies,
    hasInstanceStorage: type.instanceStorageGB !== undefined,
    ...(gpus === undefined ? {} : { gpus: { count: gpus.count, manufacturer: gpus.manufacturer } }),
    ...(neuronDevices?.name.startsWith("Inferentia") === true
      ? { inferenceAccelerators: { count: neuronDevices.count, manufacturer: "AWS" } }
      : {}),
  };
}

/** The shipped table as the rules see it. */
export function instanceTypeTable(types: InstanceTypes): InstanceTypeTable {
  return {
    find: (name) => {
      const type = types.get(name);
      return type === undefined ? undefined : instanceFactsOf(type);
    },
    names: () => [...types.keys()],
  };
}

/** The table does not say it: two on the first card of types with several cards, one on the smallest, else more. */
function firstCardInterfaces(type: InstanceType): number {
  if (type.networkCards > 1) return 2;
  return type.instanceType.endsWith(".nano") ? 1 : 4;
}
