import type { HostSpec, HostState } from "../HostDriver.ts";
import type { HostFiles } from "./HostFiles.ts";

export interface HostRecord {
  readonly spec: HostSpec;
  readonly files: HostFiles;
  readonly onState: (state: HostState) => void;
  state: HostState;
  /** What was asked for while it has processes; `undefined` when it is to run. */
  ending?: "stop" | "terminate";
  /** It is on its way to having processes. */
  isPending: boolean;
  launcherPid?: string;
  /** To be called when it has started or failed to. */
  readonly releases: (() => void)[];
  /** What comes after its end: the start of the same instance. */
  next?: () => void;
}

export function release(record: HostRecord): void {
  for (const each of record.releases.splice(0)) each();
}
