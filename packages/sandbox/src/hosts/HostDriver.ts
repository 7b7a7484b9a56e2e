/** What a driver needs to know to run an EC2 instance as a host. */
export interface HostSpec {
  readonly instanceId: string;
  readonly region: string;
  readonly subnetId: string;
  readonly privateIpAddress: string;
  /** `ip-10-0-0-10` */
  readonly hostName: string;
  readonly userData: string;
  readonly tags: Readonly<Record<string, string>>;
}

export type HostState = "starting" | "running" | "stopped" | "terminated";

/** Runs EC2 instances: as records only (`simulated`) or as sets of Linux namespaces. */
export interface HostDriver {
  readonly kind: "simulated" | "namespaces";
  /** Starts the host; `onState` is called with `running` when it can be entered, and with every later change that was not asked for. */
  run(spec: HostSpec, onState: (state: HostState) => void): void;
  stop(instanceId: string): void;
  /** Ends the host and forgets it; nothing happens when it is unknown. */
  terminate(instanceId: string): void;
  describe(instanceId: string): HostState | undefined;
  /** What the host printed on its console so far. */
  consoleOutput(instanceId: string): string;
}
