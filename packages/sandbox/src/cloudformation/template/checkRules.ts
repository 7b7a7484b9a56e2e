import { isJsonObject, type Json } from "../../kernel/json.ts";
import { evaluationIn } from "../intrinsics/evaluate.ts";
import { evaluateCondition } from "../intrinsics/evaluateCondition.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import { validationError } from "../validationError.ts";
import type { Template } from "./Template.ts";

/** @throws {AwsError} `ValidationError` when the parameters break a rule of the template. */
export function checkRules(template: Template, scope: Scope): void {
  const evaluation = evaluationIn(scope);
  for (const [name, rule] of Object.entries(template.rules)) {
    const condition = rule["RuleCondition"];
    if (condition !== undefined && !evaluateCondition(condition, evaluation)) continue;
    const assertions: readonly Json[] = Array.isArray(rule["Assertions"]) ? rule["Assertions"] : [];
    for (const assertion of assertions) {
      const claim = isJsonObject(assertion) ? assertion["Assert"] : undefined;
      if (!isJsonObject(assertion) || claim === undefined)
        throw validationError(`Template format error: Every assertion of rule ${name} must have an Assert.`);
      if (evaluateCondition(claim, evaluation)) continue;
      const description = assertion["AssertDescription"];
      throw validationError(
        `Template validation error: rule ${name} is not met${typeof description === "string" ? `: ${description}` : ""}`,
      );
    }
  }
}
