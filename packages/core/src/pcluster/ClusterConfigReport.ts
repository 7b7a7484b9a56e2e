import type { Position, Problem } from "../text/problem.ts";
import type { FindingLevel } from "./rules/finding.ts";

/**
 * How far a configuration gets: `parse` when the text is not read, `schema` when the sections are not
 * accepted, `failure` when something that is named cannot be found or a section is incomplete in a way that
 * ends the official command, `validators` when the rules were run.
 */
export type CheckPhase = "parse" | "schema" | "failure" | "validators";

export interface RuleResult {
  readonly level: FindingLevel;
  /** Name of the official validator, as suppression takes it. */
  readonly validator: string;
  readonly message: string;
  /** Such as `Scheduling/SlurmQueues[0]/Name`; empty for the cluster as a whole. */
  readonly path: string;
  readonly position: Position;
  readonly length: number;
}

export interface ClusterConfigReport {
  readonly phase: CheckPhase;
  /** What is wrong with the text or its sections, in the order of the text; empty in the phase `validators`. */
  readonly problems: readonly Problem[];
  /** What the rules found, in the order of the rules. */
  readonly results: readonly RuleResult[];
  /** No problem, and no result at or above the failure level. */
  readonly valid: boolean;
}
