import type { HostDriver } from "../hosts/HostDriver.ts";
import type { IdState } from "./Ids.ts";
import type { ClockState } from "./ModelClock.ts";

export const STATE_FORMAT = 1;

/** All that the sandbox knows, as plain JSON; object contents lie in the data directory. */
export interface SandboxState {
  readonly format: typeof STATE_FORMAT;
  readonly accountId: string;
  readonly clock: ClockState;
  readonly ids: IdState;
  /** How its instances run; absent in a state that no sandbox has taken up yet. */
  readonly hosts?: HostDriver["kind"];
  /** One store per service and region: `ec2/us-west-2`, `iam/global`. */
  readonly stores: Record<string, unknown>;
}

/** @param startMs - modelled start time in milliseconds since 1970. */
export function freshState(options: { accountId: string; seed: string; startMs: number }): SandboxState {
  return {
    format: STATE_FORMAT,
    accountId: options.accountId,
    clock: { modelMs: options.startMs, nextTimerId: 1, timers: [] },
    ids: { seed: options.seed, counters: {} },
    stores: {},
  };
}
