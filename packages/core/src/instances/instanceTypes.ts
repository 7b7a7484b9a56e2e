/** An EC2 instance type as far as a training cluster needs to know it. */
export interface InstanceType {
  readonly instanceType: string;
  readonly vcpus: number;
  readonly cores: number;
  readonly threadsPerCore: number;
  readonly memoryMiB: number;
  /** `x86_64`, `arm64`, `i386`, ... */
  readonly architectures: readonly string[];
  readonly currentGeneration: boolean;
  readonly bareMetal: boolean;
  readonly efaSupported: boolean;
  readonly maxEfaInterfaces: number;
  readonly networkCards: number;
  readonly networkPerformance: string;
  /** `on-demand`, `spot`, `capacity-block`. */
  readonly usageClasses: readonly string[];
  readonly placementStrategies: readonly string[];
  /** Local disks together; undefined when it has none. */
  readonly instanceStorageGB?: number | undefined;
  readonly gpus?: Gpus | undefined;
  readonly neuronDevices?: NeuronDevices | undefined;
}

export interface Gpus {
  readonly count: number;
  readonly name: string;
  readonly manufacturer: string;
  readonly memoryMiBEach: number;
}

export interface NeuronDevices {
  readonly count: number;
  readonly name: string;
  readonly coresEach: number;
}

/** Instance types by name. */
export type InstanceTypes = ReadonlyMap<string, InstanceType>;

/** Reads the table of instance types; it is large, so only what needs it loads it, once. */
export async function loadInstanceTypes(): Promise<InstanceTypes> {
  const { default: rows } = await import("../../data/instance-types.json", { with: { type: "json" } });
  const all: readonly InstanceType[] = rows;
  return new Map(all.map((type) => [type.instanceType, type]));
}

/** GPUs or Neuron devices of one instance; 0 when it has none. */
export function acceleratorCount(type: InstanceType): number {
  return type.gpus?.count ?? type.neuronDevices?.count ?? 0;
}
