import type { Clock } from "../ports/Clock.ts";
import type { Gateways } from "../ports/Gateways.ts";
import type { KeyFileStore } from "../ports/KeyFileStore.ts";
import type { StepId } from "./DeploymentDesign.ts";
import type { DeploymentEvent, StepOutcome } from "./events.ts";

/** What a step may use. */
export interface StepContext {
  readonly gateways: Gateways;
  readonly keyFiles: KeyFileStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly pollIntervalMs: number;
  readonly report: (event: DeploymentEvent) => void;
  /** What a step that this one needs has answered. */
  readonly outputsOf: (step: StepId) => Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly outcome: StepOutcome;
  /** One line for people: a name, an id, an address. */
  readonly detail: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** One part of a deployment; may be run again after any interruption. */
export interface Step {
  readonly id: StepId;
  readonly title: string;
  /** Steps that must have ended before; those not in the graph count as ended. */
  readonly needs: readonly StepId[];
  readonly run: (context: StepContext) => Promise<StepResult>;
}
