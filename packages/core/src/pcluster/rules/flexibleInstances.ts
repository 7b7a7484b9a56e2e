import type { InstanceFacts } from "../aws/InstanceFacts.ts";
import type { CapacityType } from "./capacityType.ts";
import { error, findingsOf, warning, type Finding, type Findings } from "./finding.ts";
import type { VersionLimits } from "./versionLimits.ts";

export interface FlexibleInput {
  readonly computeResourceName: string;
  readonly instanceTypes: readonly InstanceFacts[];
}

export function instancesCPUValidator(
  input: FlexibleInput & { readonly withoutMultithreading: boolean },
): Findings {
  const different = input.withoutMultithreading
    ? firstDifference(input, "number of CPU cores", (facts) => facts.cores)
    : firstDifference(input, "number of vCPUs", (facts) => facts.vcpus);
  return findingsOf(different);
}

export function instancesAcceleratorsValidator(input: FlexibleInput): Findings {
  return findingsOf(
    firstDifference(input, "number of GPUs", nvidiaGpus),
    firstDifference(input, "number of inference accelerators", awsAccelerators),
    firstDifference(input, "GPU maker", (facts) => facts.gpus?.manufacturer ?? ""),
    firstDifference(
      input,
      "inference accelerator maker",
      (facts) => facts.inferenceAccelerators?.manufacturer ?? "",
    ),
  );
}

/** GPUs that ParallelCluster counts: those of NVIDIA. */
export function nvidiaGpus(facts: Pick<InstanceFacts, "gpus">): number {
  return facts.gpus?.manufacturer.toUpperCase() === "NVIDIA" ? facts.gpus.count : 0;
}

function awsAccelerators(facts: InstanceFacts): number {
  const accelerators = facts.inferenceAccelerators;
  return accelerators?.manufacturer.toUpperCase() === "AWS" ? accelerators.count : 0;
}

export interface InstancesEfaInput extends FlexibleInput {
  readonly efaEnabled: boolean | undefined;
  readonly multiAz: boolean;
}

export function instancesEFAValidator(input: InstancesEfaInput): Findings {
  const { computeResourceName, instanceTypes } = input;
  const withEfa = instanceTypes.filter((facts) => facts.efaSupported).map(nameOf);
  const withoutEfa = instanceTypes.filter((facts) => !facts.efaSupported).map(nameOf);
  if (input.efaEnabled === true)
    return findingsOf(
      withoutEfa.length > 0 &&
        error(
          `Compute resource ${computeResourceName} has EFA, but ${withoutEfa.join(", ")} does not support it.`,
        ),
    );
  return findingsOf(
    withEfa.length > 0 &&
      !input.multiAz &&
      warning(
        `${withEfa.join(", ")} of compute resource ${computeResourceName} supports EFA; enable it with Efa/Enabled.`,
      ),
  );
}

export interface InstancesNetworkingInput extends FlexibleInput {
  readonly queueName: string;
  readonly placementGroupEnabled: boolean;
  readonly limits: VersionLimits;
}

export function instancesNetworkingValidator(input: InstancesNetworkingInput): Findings {
  const { computeResourceName: name, instanceTypes, limits } = input;
  const cards = instanceTypes.map((facts) => facts.networkCards);
  return findingsOf(
    new Set(cards).size > 1 &&
      warning(
        `The types of compute resource ${name} have ${Math.min(...cards)} to ${Math.max(...cards)} network cards; the lowest number is used.`,
      ),
    ...(limits.checksEfaLayouts ? efaLayouts(input) : []),
    input.placementGroupEnabled &&
      instanceTypes.length > 1 &&
      warning(
        `Compute resource ${name} of queue ${input.queueName} has several types in one placement group: EC2 may lack capacity for them together.`,
      ),
  );
}

function efaLayouts({ computeResourceName: name, instanceTypes }: InstancesNetworkingInput): Findings {
  const interfaces = instanceTypes.map((facts) => facts.maxEfaInterfaces);
  const onEveryCard = instanceTypes.map((facts) => facts.maxEfaInterfaces === facts.networkCards);
  return findingsOf(
    new Set(interfaces).size > 1 &&
      warning(
        `The types of compute resource ${name} have ${Math.min(...interfaces)} to ${Math.max(...interfaces)} EFA interfaces; the lowest number is used.`,
      ),
    new Set(onEveryCard).size > 1 &&
      warning(
        `Compute resource ${name} mixes types whose first network card takes EFA with types whose first card does not.`,
      ),
  );
}

export interface AllocationStrategyInput {
  readonly computeResourceName: string;
  readonly capacityType: CapacityType | undefined;
  readonly allocationStrategy: string | undefined;
  readonly limits: VersionLimits;
}

export function instancesAllocationStrategyValidator(input: AllocationStrategyInput): Findings {
  const { computeResourceName: name, capacityType, allocationStrategy: strategy, limits } = input;
  if (strategy === undefined) return [];
  const { onDemandStrategies, spotRefusedStrategies } = limits;
  return findingsOf(
    capacityType === "ONDEMAND" &&
      !onDemandStrategies.includes(strategy) &&
      error(
        `Compute resource ${name} is ONDEMAND: its AllocationStrategy is ${onDemandStrategies.join(" or ")}, not ${strategy}.`,
      ),
    capacityType === "CAPACITY_BLOCK" &&
      error(`Compute resource ${name} is CAPACITY_BLOCK: it takes no AllocationStrategy (${strategy}).`),
    capacityType === "SPOT" &&
      spotRefusedStrategies.includes(strategy) &&
      error(`Compute resource ${name} is SPOT: its AllocationStrategy cannot be ${strategy}.`),
  );
}

const MEMORY_SPREAD_MIB = 4096;
const MEMORY_SPREAD_PART = 0.2;

export function instancesMemorySchedulingWarningValidator(
  input: FlexibleInput & { readonly memoryScheduling: boolean },
): Findings {
  const memories = input.instanceTypes
    .map((facts) => facts.memoryMiB)
    .filter((memory) => memory !== undefined);
  if (!input.memoryScheduling || input.instanceTypes.length < 2 || memories.length === 0) return [];
  const lowest = Math.min(...memories);
  const spread = Math.max(...memories) - lowest;
  return findingsOf(
    spread > MEMORY_SPREAD_MIB &&
      spread / lowest > MEMORY_SPREAD_PART &&
      warning(
        `The types of compute resource ${input.computeResourceName} differ by ${spread} MiB of memory; memory based scheduling uses only the lowest, ${lowest} MiB.`,
      ),
  );
}

/** The first two neighbours that differ are reported; the official command stops there. */
function firstDifference(
  input: FlexibleInput,
  what: string,
  valueOf: (facts: InstanceFacts) => string | number,
): Finding | undefined {
  const index = input.instanceTypes.findIndex((facts, at) => {
    const before = input.instanceTypes[at - 1];
    return before !== undefined && valueOf(before) !== valueOf(facts);
  });
  const [before, after] = [input.instanceTypes[index - 1], input.instanceTypes[index]];
  if (before === undefined || after === undefined) return undefined;
  return error(
    `The types of compute resource ${input.computeResourceName} must have the same ${what}: ${nameOf(before)} has ${valueOf(before) || "none"}, ${nameOf(after)} has ${valueOf(after) || "none"}.`,
  );
}

function nameOf(facts: InstanceFacts): string {
  return facts.instanceType;
}
