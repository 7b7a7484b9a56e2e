import type { JsonObject } from "../../kernel/json.ts";
import { readProperties, type PropertyReader } from "../../kernel/readProperties.ts";
import type { NodeHardware } from "./SlurmPlan.ts";

/** Part of a type's memory that Slurm may give away: `node_real_memory_ratio` of the head node's recipes. */
const MEMORY_RATIO = 0.95;
/** More cores than the largest processor of a current instance type has. */
const LARGEST_SOCKET_CORES = 64;

export interface HardwareChoice {
  readonly multithreadingDisabled: boolean;
  readonly schedulableMemoryMiB: number | undefined;
}

/** What every one of the types has: the least of each number. @param items - answers of DescribeInstanceTypes. */
export function nodeHardware(items: readonly JsonObject[], choice: HardwareChoice): NodeHardware {
  const types = items.map((item) => typeHardware(readProperties(item)));
  const threads = least(types.map(({ threadsPerCore }) => threadsPerCore));
  const vcpus = least(types.map((type) => type.vcpus));
  const cores = Math.max(1, Math.floor(vcpus / threads));
  const threadsPerCore = choice.multithreadingDisabled ? 1 : threads;
  const sockets = socketsOf(cores, types);
  const gpuCount = least(types.map(({ gpus }) => gpus.count));
  return {
    cpus: cores * threadsPerCore,
    sockets,
    coresPerSocket: cores / sockets,
    threadsPerCore,
    memoryMiB:
      choice.schedulableMemoryMiB ??
      Math.floor(least(types.map(({ memoryMiB }) => memoryMiB)) * MEMORY_RATIO),
    gpus: gpuCount === 0 ? undefined : types.find(({ gpus }) => gpus.count === gpuCount)?.gpus,
  };
}

interface TypeHardware {
  readonly vcpus: number;
  readonly threadsPerCore: number;
  readonly memoryMiB: number;
  readonly gpus: { readonly type: string; readonly count: number };
}

function typeHardware(item: PropertyReader): TypeHardware {
  const processors = item.object("VCpuInfo");
  const architectures = item.object("ProcessorInfo")?.texts("SupportedArchitectures") ?? [];
  return {
    vcpus: processors?.number("DefaultVCpus") ?? 1,
    threadsPerCore: processors?.number("DefaultThreadsPerCore") ?? (architectures.includes("x86_64") ? 2 : 1),
    memoryMiB: item.object("MemoryInfo")?.number("SizeInMiB") ?? 1,
    gpus: gpusOf(item),
  };
}

/** ParallelCluster counts NVIDIA's GPUs alone. */
function gpusOf(item: PropertyReader): TypeHardware["gpus"] {
  const gpus = (item.object("GpuInfo")?.objects("Gpus") ?? []).filter(
    (gpu) => gpu.text("Manufacturer")?.toUpperCase() === "NVIDIA",
  );
  const name = gpus.at(-1)?.text("Name") ?? "";
  return {
    type: name.replaceAll(" ", "").toLowerCase(),
    count: gpus.reduce((total, gpu) => total + (gpu.number("Count") ?? 0), 0),
  };
}

/** EC2 does not say how many processors a type has: two when it has GPUs or more cores than one processor holds. */
function socketsOf(cores: number, types: readonly TypeHardware[]): number {
  const two = cores > LARGEST_SOCKET_CORES || (cores >= LARGEST_SOCKET_CORES / 2 && types.some(hasGpus));
  return two && cores % 2 === 0 ? 2 : 1;
}

function hasGpus({ gpus }: TypeHardware): boolean {
  return gpus.count > 0;
}

function least(numbers: readonly number[]): number {
  return numbers.length === 0 ? 1 : Math.min(...numbers);
}
