import type { InstanceFacts } from "./InstanceFacts.ts";

// Read by hand: a schema library would be the largest part of what a check of a configuration loads.

interface Described {
  readonly InstanceType: string | undefined;
  readonly SupportedUsageClasses: readonly string[];
  readonly InstanceStorageSupported: boolean;
  readonly architectures: readonly string[] | undefined;
  readonly vcpus: number;
  readonly cores: number;
  readonly memoryMiB: number | undefined;
  readonly placementStrategies: readonly string[];
  readonly efaSupported: boolean;
  readonly maxEfaInterfaces: number | undefined;
  readonly cardInterfaces: readonly (number | undefined)[];
  readonly gpus: readonly Device[] | undefined;
  readonly accelerators: readonly Device[] | undefined;
}

interface Device {
  readonly Count: number;
  readonly Manufacturer: string;
}

/** A value of another type than DescribeInstanceTypes answers. */
class NotDescribed extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function described(value: unknown): Described | undefined {
  try {
    return readDescribed(fields(value));
  } catch (error) {
    if (error instanceof NotDescribed) return undefined;
    throw error;
  }
}

function readDescribed(type: Fields): Described {
  const placement = optional(type["PlacementGroupInfo"], fields) ?? {};
  const gpus = optional(type["GpuInfo"], fields);
  const accelerators = optional(type["InferenceAcceleratorInfo"], fields);
  return {
    ...readProcessor(type),
    ...readNetwork(optional(type["NetworkInfo"], fields) ?? {}),
    InstanceType: optional(type["InstanceType"], text),
    SupportedUsageClasses: optional(type["SupportedUsageClasses"], texts) ?? [],
    InstanceStorageSupported: optional(type["InstanceStorageSupported"], truth) ?? false,
    placementStrategies: optional(placement["SupportedStrategies"], texts) ?? [],
    gpus: gpus === undefined ? undefined : devices(gpus["Gpus"]),
    accelerators: accelerators === undefined ? undefined : devices(accelerators["Accelerators"]),
  };
}

function readProcessor(type: Fields) {
  const processor = optional(type["ProcessorInfo"], fields);
  const vcpus = optional(type["VCpuInfo"], fields) ?? {};
  const memory = optional(type["MemoryInfo"], fields) ?? {};
  return {
    architectures: processor === undefined ? undefined : texts(processor["SupportedArchitectures"]),
    vcpus: optional(vcpus["DefaultVCpus"], number) ?? -1,
    cores: optional(vcpus["DefaultCores"], number) ?? -1,
    memoryMiB: optional(memory["SizeInMiB"], number),
  };
}

function readNetwork(network: Fields) {
  const efa = optional(network["EfaInfo"], fields) ?? {};
  const cards = optional(network["NetworkCards"], list) ?? [];
  return {
    efaSupported: optional(network["EfaSupported"], truth) ?? false,
    maxEfaInterfaces: optional(efa["MaximumEfaInterfaces"], number),
    cardInterfaces: cards.map((card) => optional(fields(card)["MaximumNetworkInterfaces"], number)),
  };
}

function optional<Value>(value: unknown, read: (value: unknown) => Value): Value | undefined {
  return value === undefined ? undefined : read(value);
}

function fields(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NotDescribed();
  return Object.fromEntries(Object.entries(value));
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new NotDescribed();
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new NotDescribed();
  return value;
}

function number(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new NotDescribed();
  return value;
}

function truth(value: unknown): boolean {
  if (typeof value !== "boolean") throw new NotDescribed();
  return value;
}

function texts(value: unknown): readonly string[] {
  return list(value).map(text);
}

function devices(value: unknown): readonly Device[] {
  return (optional(value, list) ?? []).map((device) => ({
    Count: optional(fields(device)["Count"], number) ?? 0,
    Manufacturer: optional(fields(device)["Manufacturer"], text) ?? "",
  }));
}

/**
 * Facts from one answer of DescribeInstanceTypes, as the configuration may bring it along; undefined when it
 * does not even say which architectures the type has.
 */
export function factsOfDescribed(name: string, answer: unknown): InstanceFacts | undefined {
  const type = described(answer);
  return type?.architectures === undefined ? undefined : describedFacts(name, type);
}

/** Like `factsOfDescribed`, with no architecture where the answer is silent; for parts of an answer. */
export function factsOfPart(name: string, answer: unknown): InstanceFacts | undefined {
  const type = described(answer);
  return type === undefined ? undefined : describedFacts(name, type);
}

function describedFacts(name: string, type: Described): InstanceFacts {
  return {
    instanceType: type.InstanceType ?? name,
    vcpus: type.vcpus,
    cores: type.cores,
    memoryMiB: type.memoryMiB,
    architectures: (type.architectures ?? []).filter((one) => one === "x86_64" || one === "arm64"),
    efaSupported: type.efaSupported,
    maxEfaInterfaces: type.maxEfaInterfaces ?? (type.efaSupported ? 1 : 0),
    networkCards: type.cardInterfaces.length,
    firstCardInterfaces: type.cardInterfaces[0] ?? 1,
    usageClasses: type.SupportedUsageClasses,
    placementStrategies: type.placementStrategies,
    hasInstanceStorage: type.InstanceStorageSupported,
    ...(type.gpus === undefined ? {} : { gpus: together(type.gpus) }),
    ...(type.accelerators === undefined ? {} : { inferenceAccelerators: together(type.accelerators) }),
  };
}

function together(all: readonly Device[]) {
  return {
    count: all.reduce((sum, device) => sum + device.Count, 0),
    manufacturer: all[0]?.Manufacturer ?? "",
  };
}
