import { AwsLookupError } from "./aws/AwsAnswer.ts";
import type { RuleResult } from "./ClusterConfigReport.ts";
import type { PlannedRule } from "./plan/RulePlan.ts";
import { error, type Findings } from "./rules/finding.ts";
import type { Suppression } from "./suppression.ts";
import { formatPath } from "./yaml/configValue.ts";
import type { ConfigDocument } from "./yaml/readConfigText.ts";

interface RunRequest {
  readonly rules: readonly PlannedRule[];
  readonly document: ConfigDocument;
  readonly suppressed: Suppression;
}

/** Runs rules of which none asks an account. */
export function runRulesAtOnce(request: RunRequest): readonly RuleResult[] {
  return rulesToRun(request).flatMap((rule) => {
    const answer = rule.run();
    // Without an account no rule has anything to wait for.
    if (answer instanceof Promise)
      throw new TypeError(`${rule.validator} asked an account that was not given`);
    return toResults(rule, answer, request.document);
  });
}

/** Runs rules; those that ask an account wait for it together. A lookup that fails is one error of its rule. */
export async function runRules(request: RunRequest): Promise<readonly RuleResult[]> {
  const answers = await Promise.all(
    rulesToRun(request).map(async (rule) => ({ rule, findings: await runOne(rule) })),
  );
  return answers.flatMap(({ rule, findings }) => toResults(rule, findings, request.document));
}

async function runOne(rule: PlannedRule): Promise<Findings> {
  try {
    return await rule.run();
  } catch (failure) {
    if (failure instanceof AwsLookupError) return [error(failure.message)];
    throw failure;
  }
}

function rulesToRun({ rules, suppressed }: RunRequest): readonly PlannedRule[] {
  const seen = new Set<string>();
  return rules.filter((rule) => {
    if (suppressed(rule.validator) || (rule.onceKey !== undefined && seen.has(rule.onceKey))) return false;
    if (rule.onceKey !== undefined) seen.add(rule.onceKey);
    return true;
  });
}

function toResults(rule: PlannedRule, findings: Findings, document: ConfigDocument): readonly RuleResult[] {
  return findings.map(({ level, message }) => ({
    level,
    validator: rule.validator,
    message,
    path: formatPath(rule.path),
    ...document.locate(rule.path, "value"),
  }));
}
