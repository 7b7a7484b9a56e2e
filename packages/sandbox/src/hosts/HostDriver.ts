import type { Duplex } from "node:stream";
import type { HostCommand, HostSpec } from "./HostSpec.ts";
import type { HostNetwork } from "./HostNetwork.ts";

export type { HostCommand, HostMount, HostPackages, HostProgram, HostSpec, HostUser } from "./HostSpec.ts";
export type { HostNetwork, HostSecurityGroup, HostTrafficRule } from "./HostNetwork.ts";

export type HostState = "starting" | "running" | "stopped" | "terminated";

/**
 * Runs EC2 instances: as records only (`simulated`) or as sets of Linux namespaces. Calls that answer nothing
 * return at once; what comes of them is told by `onState`. While a host starts or ends, the driver holds modelled time.
 */
export interface HostDriver {
  readonly kind: "simulated" | "namespaces";
  /** The sandbox as hosts reach it, without a slash at the end; undefined where hosts reach nothing. */
  readonly endpointUrl: string | undefined;
  /**
   * Starts the host; `onState` is called with `running` when it can be entered, and with every later change that
   * was not asked for: `terminated` when it could not start, `stopped` when it went down by itself. A host that was
   * stopped starts again with the disk it had.
   */
  run(spec: HostSpec, onState: (state: HostState) => void): void;
  /** Shuts the host down and keeps its disk. */
  stop(instanceId: string): void;
  /** Ends the host and forgets it; nothing happens when it is unknown. */
  terminate(instanceId: string): void;
  describe(instanceId: string): HostState | undefined;
  /** Removes the disks of all other hosts: after a start, what a crash has left. */
  retain(instanceIds: readonly string[]): void;
  /** What the host printed on its console so far; the last 64 KiB, as EC2 keeps them. */
  consoleOutput(instanceId: string): string;
  /** Makes a VPC as described, now and for the hosts to come; call it before `run` and when something changed. */
  configureNetwork(network: HostNetwork): void;
  /** Names that the hosts of a VPC resolve, beside the hosts' own; replaces what the same `source` named before. */
  publishNames(names: PublishedNames): void;
  /**
   * Runs a command on a running host. A command that fails is an answer, not an error.
   * @throws {HostError} `HOSTS_SIMULATED`, `HOST_NOT_RUNNING`, `HOST_TIMEOUT`
   */
  execute(instanceId: string, command: ExecuteCommand): Promise<ProgramResult>;
  /**
   * Opens a login shell on a terminal of a running host.
   * @throws {HostError} `HOSTS_SIMULATED`, `HOST_NOT_RUNNING`
   */
  openShell(instanceId: string, options: ShellOptions): HostShell;
  /** Where clients on this machine reach the host; undefined when it has no public address or nothing listens yet. */
  publicAddress(instanceId: string): PublicAddress | undefined;
  /**
   * Ends every host and removes what the driver made, disks left aside. Nothing may be called afterwards.
   * @param how - whether programs save what they hold first, the default, or all of it is to be forgotten.
   */
  close(how?: "save" | "forget"): Promise<void>;
}

export interface PublishedNames {
  readonly vpcId: string;
  /** Who names: a cluster's id, a zone's id. */
  readonly source: string;
  /** Addresses by name: `head-node.ml-cluster.pcluster`. */
  readonly addresses: Readonly<Record<string, string>>;
}

export interface ExecuteCommand extends HostCommand {
  /** Absent: root. */
  readonly user?: string;
  readonly stdin?: string | Uint8Array;
  /** Wall time; absent: no limit. */
  readonly timeoutMs?: number;
}

export interface ProgramResult {
  /** 128 and the signal's number for a command that was killed; 127 for one that is not there. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShellOptions {
  readonly user: string;
  readonly columns: number;
  readonly rows: number;
  /** Instead of the user's login shell. */
  readonly argv?: readonly string[];
}

export interface HostShell {
  /** What is typed goes in, what the terminal shows comes out; ends when the shell ends. */
  readonly stream: Duplex;
  resize(columns: number, rows: number): void;
  /** Hangs up. */
  close(): void;
  readonly exitCode: Promise<number>;
}

export interface PublicAddress {
  /** 127.x.y.z, with the last three numbers of the public address. */
  readonly address: string;
  /** Ports on this machine by ports of the host that the security groups let in: `{ "22": 22 }`. */
  readonly ports: Readonly<Record<string, number>>;
}
