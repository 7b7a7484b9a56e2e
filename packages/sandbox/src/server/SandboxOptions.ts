import type { HostDriver } from "../hosts/HostDriver.ts";
import type { LayerProgress } from "../hosts/layer/LayerProgress.ts";
import type { ServiceModule } from "../kernel/ServiceModule.ts";
import type { SandboxInfo } from "../state/SandboxInfo.ts";
import type { SandboxSession } from "./SandboxSession.ts";

export interface SandboxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Made when missing; one sandbox at a time. */
  readonly stateDirectory: string;
  /** Of a new account: the same seed gives the same ids. */
  readonly seed: string;
  /** How many times as fast as the wall clock modelled time runs; `max` needs no waiting at all. */
  readonly speed: number | "max";
  /** Modelled time of a new account, milliseconds since 1970; absent: now, with `max` a day ago. With `max` and this the time stands still between events. */
  readonly startTimeMs?: number;
  /**
   * How instances run; `examineMachine` tells what this machine can do. Without root `namespaces` need a process that
   * was started by `spawnInUserNamespace`.
   */
  readonly hosts: HostDriver["kind"];
  readonly accountId: string;
  readonly version: string;
  readonly onReady?: (running: RunningSandbox) => void;
  /** Told of errors that are the sandbox's own fault, for its log. */
  readonly onDefect?: (error: unknown, what: string) => void;
  /** Told how far the packages of hosts are, when they have to be built first. */
  readonly onLayerProgress?: (progress: LayerProgress) => void;
  /** Stops the sandbox. */
  readonly signal?: AbortSignal;
  /** The services; all of them when absent. */
  readonly modules?: readonly ServiceModule[];
}

export interface RunningSandbox {
  readonly info: SandboxInfo;
  readonly session: SandboxSession;
}
