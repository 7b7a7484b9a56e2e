/** What Slurm's configuration files are made from; data only. */
export interface SlurmPlan {
  readonly headNode: { readonly hostName: string; readonly privateIp: string };
  /** In the order of the configuration: the first one is the default partition. */
  readonly queues: readonly SlurmQueue[];
  readonly scaledownIdleMinutes: number;
  readonly computeBootstrapTimeoutSeconds: number;
  readonly memoryBasedScheduling: boolean;
  /** True when job records go to a database through slurmdbd on the head node. */
  readonly accounting: boolean;
  /** One entry per line of the file: several settings may stand on one line. */
  readonly customSettings: readonly SlurmSettingLine[];
}

/** Settings that stand together on one line, as name and value. */
export type SlurmSettingLine = readonly SlurmSetting[];

export interface SlurmSetting {
  readonly name: string;
  readonly value: string;
}

export interface SlurmQueue {
  readonly name: string;
  /** One job at a time on each node. */
  readonly exclusive: boolean;
  readonly resources: readonly SlurmResource[];
  readonly customSettings: SlurmSettingLine;
}

export interface SlurmResource {
  readonly name: string;
  readonly staticCount: number;
  readonly dynamicCount: number;
  readonly hardware: NodeHardware;
  /** Undefined when there are several to choose from. */
  readonly instanceType: string | undefined;
  readonly efa: boolean;
  readonly staticWeight: number;
  readonly dynamicWeight: number;
  readonly customSettings: SlurmSettingLine;
}

/** What Slurm is told that a node has. */
export interface NodeHardware {
  readonly cpus: number;
  readonly sockets: number;
  readonly coresPerSocket: number;
  readonly threadsPerCore: number;
  readonly memoryMiB: number;
  readonly gpus: { readonly type: string; readonly count: number } | undefined;
}

/** How much wall clock time a modelled time takes; 0 when modelled time jumps. */
export type WallSecondsOf = (modelledSeconds: number) => number;
