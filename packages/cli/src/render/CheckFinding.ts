import type { FindingLevel } from "@trainyard/core/cluster-config";

/** One thing to tell, whether the sections or a rule found it. */
export interface CheckFinding {
  readonly level: FindingLevel;
  readonly rule: string;
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  readonly position: { readonly line: number; readonly column: number };
  readonly length: number;
}
