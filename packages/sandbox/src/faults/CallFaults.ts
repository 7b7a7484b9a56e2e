import type { AwsError } from "../kernel/AwsError.ts";
import { faultError, type FaultKind } from "./faultErrors.ts";

/** Calls of clients that fail although nothing is wrong with them. */
export interface CallFault {
  readonly service: string;
  /** Absent: every operation of the service. */
  readonly operation?: string | undefined;
  readonly kind: FaultKind;
  /** How many calls fail from now on; absent: all until the faults are cleared. */
  readonly times?: number | undefined;
}

/** The faults that are switched on. They are of the running sandbox: a stop, a reset or a load ends them. */
export class CallFaults {
  #faults: { readonly fault: CallFault; left: number }[] = [];

  add(fault: CallFault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Those that still have calls to fail, with how many. */
  list(): readonly CallFault[] {
    return this.#faults.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault));
  }

  /** The error that a call ends with; undefined when no fault is for it. */
  take(service: string, operation: string): AwsError | undefined {
    const hit = this.#faults.find(
      ({ fault }) =>
        fault.service === service && (fault.operation === undefined || fault.operation === operation),
    );
    if (hit === undefined) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.#faults = this.#faults.filter((other) => other !== hit);
    return faultError(service, hit.fault.kind);
  }
}
