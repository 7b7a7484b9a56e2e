import type { CallFault } from "../faults/CallFaults.ts";
import type { HostDriver } from "../hosts/HostDriver.ts";
import type { SandboxInfo } from "../state/SandboxInfo.ts";
import type { SandboxSession } from "./SandboxSession.ts";

/** What `GET /_trainyard/status` answers. */
export interface SandboxStatus {
  readonly pid: number;
  readonly port: number;
  readonly endpoint: string;
  readonly version: string;
  readonly accountId: string;
  readonly stateDirectory: string;
  /** ISO 8601, wall clock. */
  readonly startedAt: string;
  /** Modelled time, ISO 8601. */
  readonly modelTime: string;
  readonly speed: number | "max";
  readonly hosts: HostDriver["kind"];
  /** How often each operation was called since the start or the last reset: `ec2:DescribeVpcs`. */
  readonly operations: Readonly<Record<string, number>>;
  /** What was asked for and is not modelled: `ec2:Operation` or `ec2:Operation.Member`. */
  readonly unmodelled: Readonly<Record<string, number>>;
  /** Calls that are made to fail: `ec2:DescribeVpcs`, what they fail with, and how many are left. */
  readonly faults: Readonly<Record<string, string>>;
  /** Errors of the sandbox itself since its start; each was written to its log. */
  readonly defectCount: number;
}

export interface StatusSource {
  readonly session: SandboxSession;
  readonly info: SandboxInfo;
  readonly stateDirectory: string;
  readonly speed: number | "max";
  readonly hosts: HostDriver["kind"];
  readonly defectCount: () => number;
}

export function describeStatus(source: StatusSource): SandboxStatus {
  const { session, info, stateDirectory, speed, hosts } = source;
  const { kernel } = session;
  return {
    pid: info.pid,
    port: info.port,
    endpoint: info.endpoint,
    version: info.version,
    accountId: kernel.state.accountId,
    stateDirectory,
    startedAt: info.startedAt,
    modelTime: new Date(kernel.clock.nowMs()).toISOString(),
    speed,
    hosts,
    operations: sorted(kernel.callCounts),
    unmodelled: sorted(kernel.unmodelledCounts),
    faults: Object.fromEntries(kernel.faults.list().map(faultWords)),
    defectCount: source.defectCount(),
  };
}

function faultWords({ service, operation = "*", kind, times }: CallFault): [string, string] {
  return [`${service}:${operation}`, times === undefined ? kind : `${kind} (${times} more)`];
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
