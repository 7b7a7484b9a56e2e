import type { AwsAnswer } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws, ImageFacts } from "../aws/ClusterConfigAws.ts";
import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { InstanceFacts } from "../aws/InstanceFacts.ts";
import type { CapacityType } from "./capacityType.ts";
import { error, findingsOf, info, warning, type Findings, type RuleAnswer } from "./finding.ts";

export interface InstanceTypeInput {
  readonly instanceType: string;
}

export function instanceTypeValidator(
  input: InstanceTypeInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkOffered(input, aws);
}

async function checkOffered(input: InstanceTypeInput, aws: ClusterConfigAws): Promise<Findings> {
  return findingsOf(
    !(await isOffered(input, aws)) &&
      error(`The instance type ${input.instanceType} is not offered in the region.`),
  );
}

async function isOffered({ instanceType }: InstanceTypeInput, aws: ClusterConfigAws): Promise<boolean> {
  return foundOrThrow(await aws.instances.offeredTypes()).has(instanceType);
}

export interface BaseImageInput extends InstanceTypeInput {
  readonly imageId: string;
}

const FAMILIES_WITHOUT_OPEN_DRIVER = ["p3", "p3dn", "p2", "g3", "g3s", "g2"];

export function instanceTypeBaseAMICompatibleValidator(
  input: BaseImageInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkBaseImage(input, aws);
}

async function checkBaseImage(input: BaseImageInput, aws: ClusterConfigAws): Promise<Findings> {
  const { instanceType, imageId } = input;
  const answer: AwsAnswer<ImageFacts> = await aws.images.image(imageId);
  const image = answer.kind === "found" ? answer.value : undefined;
  const offered = await isOffered(input, aws);
  const architectures = offered
    ? foundOrThrow(await aws.instances.instanceType(instanceType)).architectures
    : [];
  const isOfficial = image?.description?.includes("AWS ParallelCluster AMI") === true;
  return findingsOf(
    answer.kind === "refused" && error(`The image ${imageId} cannot be read: ${answer.message}`),
    !offered && error(`The instance type ${instanceType} is not offered in the region.`),
    image !== undefined &&
      architectures.length > 0 &&
      !architectures.includes(image.architecture) &&
      error(
        `The image ${imageId} is for ${image.architecture}, the instance type ${instanceType} for ${architectures.join(", ")}.`,
      ),
    isOfficial &&
      FAMILIES_WITHOUT_OPEN_DRIVER.includes(instanceType.split(".")[0] ?? "") &&
      error(
        `The NVIDIA driver of the official image does not support ${instanceType}: build an image with the closed driver.`,
      ),
  );
}

export interface ArchitectureInput {
  readonly instanceTypes: readonly Pick<InstanceFacts, "instanceType" | "architectures">[];
  readonly headNodeArchitecture: string;
}

export function instanceArchitectureCompatibilityValidator(input: ArchitectureInput): Findings {
  return input.instanceTypes
    .filter((facts) => !facts.architectures.includes(input.headNodeArchitecture))
    .map((facts) =>
      error(
        `The instance type ${facts.instanceType} is for ${facts.architectures.join(", ")}, the head node is ${input.headNodeArchitecture}.`,
      ),
    );
}

export interface PlacementStrategyInput {
  readonly instanceType: string;
  readonly placementStrategies: readonly string[];
  readonly placementGroupEnabled: boolean;
}

export function instanceTypePlacementGroupValidator(input: PlacementStrategyInput): Findings {
  return findingsOf(
    input.placementGroupEnabled &&
      !input.placementStrategies.includes("cluster") &&
      error(`The instance type ${input.instanceType} cannot be launched in a cluster placement group.`),
  );
}

export type AcceleratorInput = Pick<InstanceFacts, "instanceType" | "gpus" | "inferenceAccelerators">;

export function instanceTypeAcceleratorManufacturerValidator(facts: AcceleratorInput): Findings {
  const { instanceType, gpus, inferenceAccelerators } = facts;
  return findingsOf(
    gpus !== undefined &&
      gpus.manufacturer.toUpperCase() !== "NVIDIA" &&
      warning(
        `The accelerators of ${instanceType} are made by ${gpus.manufacturer || "an unknown maker"}: their driver must be in a custom image.`,
      ),
    inferenceAccelerators !== undefined &&
      inferenceAccelerators.manufacturer.toUpperCase() !== "AWS" &&
      warning(
        `The accelerators of ${instanceType} are made by ${inferenceAccelerators.manufacturer || "an unknown maker"}: their driver must be in a custom image.`,
      ),
  );
}

export function instanceTypeMemoryInfoValidator(
  facts: Pick<InstanceFacts, "instanceType" | "memoryMiB">,
): Findings {
  return findingsOf(
    facts.memoryMiB === undefined && error(`EC2 does not say how much memory ${facts.instanceType} has.`),
  );
}

export interface SchedulableMemoryInput {
  readonly instanceType: string;
  readonly schedulableMemoryMiB: number | undefined;
  readonly memoryMiB: number | undefined;
}

export function schedulableMemoryValidator(input: SchedulableMemoryInput): Findings {
  const { instanceType, schedulableMemoryMiB: asked, memoryMiB } = input;
  if (asked === undefined) return [];
  return findingsOf(
    asked < 1 && error(`SchedulableMemory is ${asked} MiB, at least 1 is needed.`),
    memoryMiB === undefined &&
      warning(`EC2 does not say how much memory ${instanceType} has; SchedulableMemory cannot be compared.`),
    memoryMiB !== undefined &&
      asked > memoryMiB &&
      error(`SchedulableMemory ${asked} MiB is more than ${instanceType} has (${memoryMiB} MiB).`),
    memoryMiB !== undefined &&
      asked < Math.floor(0.95 * memoryMiB) &&
      info(
        `SchedulableMemory ${asked} MiB is less than 95 % of what ${instanceType} has (${memoryMiB} MiB).`,
      ),
  );
}

export interface CapacityTypeInput {
  readonly capacityType: CapacityType;
  readonly instanceType: string;
  readonly usageClasses: readonly string[];
  readonly capacityReservationId: string | undefined;
}

const USAGE_CLASS = { ONDEMAND: "on-demand", SPOT: "spot", CAPACITY_BLOCK: "capacity-block" } as const;

export function capacityTypeValidator(input: CapacityTypeInput): Findings {
  const { capacityType, instanceType, usageClasses } = input;
  const usageClass = USAGE_CLASS[capacityType];
  return findingsOf(
    capacityType === "CAPACITY_BLOCK" &&
      (input.capacityReservationId ?? "") === "" &&
      error("CAPACITY_BLOCK needs a CapacityReservationId in the compute resource or the queue."),
    usageClasses.length === 0 &&
      warning(`EC2 does not say whether ${instanceType} can be used as ${usageClass}.`),
    usageClasses.length > 0 &&
      !usageClasses.includes(usageClass) &&
      error(`${instanceType} cannot be used as ${usageClass}, only as ${usageClasses.join(", ")}.`),
  );
}
