import { pathText } from "../pathText.ts";
import type { Project } from "../projectSchema.ts";
import type { ValuePath } from "../SourceMap.ts";
import type { ValidParts } from "../validParts.ts";

export type ProjectParts = ValidParts<Project>;

/** A rule between values that is broken. */
export interface RuleFinding {
  readonly rule: string;
  readonly path: { readonly steps: ValuePath; readonly text: string };
  readonly message: string;
  readonly hint: string;
  /** True when the key is meant, not its value. */
  readonly keyed?: boolean;
  /** Values whose absence the finding is concluded from: it falls when one of them is there, but wrong. */
  readonly absent?: readonly string[];
}

export function finding(
  rule: string,
  steps: ValuePath,
  words: {
    readonly message: string;
    readonly hint: string;
    readonly keyed?: boolean;
    readonly absent?: readonly string[];
  },
): RuleFinding {
  return { rule, path: { steps, text: pathText(steps) }, ...words };
}
