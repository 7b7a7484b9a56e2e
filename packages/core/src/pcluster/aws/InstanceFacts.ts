/** What the rules ask of an instance type; from the shipped data, or from DescribeInstanceTypes. */
export interface InstanceFacts {
  readonly instanceType: string;
  readonly vcpus: number;
  readonly cores: number;
  /** Undefined when EC2 does not say it. */
  readonly memoryMiB: number | undefined;
  /** `x86_64` and `arm64` only; older ones that EC2 also lists are left out. */
  readonly architectures: readonly string[];
  readonly efaSupported: boolean;
  readonly maxEfaInterfaces: number;
  readonly networkCards: number;
  /** Network interfaces that the first card takes. */
  readonly firstCardInterfaces: number;
  /** `on-demand`, `spot`, `capacity-block`; empty when EC2 does not say. */
  readonly usageClasses: readonly string[];
  readonly placementStrategies: readonly string[];
  readonly gpus?: { readonly count: number; readonly manufacturer: string };
  readonly inferenceAccelerators?: { readonly count: number; readonly manufacturer: string };
  readonly hasInstanceStorage: boolean;
}

/** Instance types by name. */
export interface InstanceTypeTable {
  /** Undefined for a type that is not known. */
  find(instanceType: string): InstanceFacts | undefined;
  names(): readonly string[];
}
