import type { ConfigPath } from "../yaml/configValue.ts";
import type { RuleAnswer } from "../rules/finding.ts";

/** One rule that will be run on one place. */
export interface PlannedRule {
  /** Name of the official validator, for suppression. */
  readonly validator: string;
  readonly path: ConfigPath;
  /** Rules with the same key run once, at the first place that is not suppressed. */
  readonly onceKey?: string;
  readonly run: () => RuleAnswer;
}

/** The rules of one configuration, in the order of the official command: parts before the whole. */
export interface RulePlan {
  readonly rules: PlannedRule[];
  add(validator: string, path: ConfigPath, run: () => RuleAnswer): void;
  addOnce(validator: string, path: ConfigPath, onceKey: string, run: () => RuleAnswer): void;
}

export function createRulePlan(): RulePlan {
  const rules: PlannedRule[] = [];
  return {
    rules,
    add: (validator, path, run) => void rules.push({ validator, path, run }),
    addOnce: (validator, path, onceKey, run) => void rules.push({ validator, path, onceKey, run }),
  };
}
