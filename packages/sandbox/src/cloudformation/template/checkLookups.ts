import { isJsonObject, type Json } from "../../kernel/json.ts";
import { evaluate } from "../intrinsics/evaluate.ts";
import { functionCall } from "../intrinsics/functionCall.ts";
import { referencesIn } from "../intrinsics/referencesIn.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import type { ActiveTemplate } from "./activeTemplate.ts";
import type { Template } from "./Template.ts";

/** Functions whose values are known only while the stack is made. */
const LATE = new Set(["Fn::GetAZs", "Fn::GetAtt", "Fn::ImportValue"]);

/**
 * Carries out every condition, and every look-up in a mapping that parameters decide: AWS refuses the request for
 * them, not the stack.
 *
 * @throws {AwsError} `ValidationError` for a key that is not there, and for a condition that is none.
 */
export function checkLookups(template: Template, active: ActiveTemplate, scope: Scope): void {
  for (const name of Object.keys(template.conditions)) scope.condition(name);
  const resources = Object.values(active.resources).flatMap(({ properties, metadata }) => [
    properties,
    metadata ?? {},
  ]);
  const outputs = Object.values(active.outputs).map(({ value }) => value);
  for (const lookUp of lookUpsIn([...resources, ...outputs])) {
    if (!isLate(lookUp, template)) evaluate(lookUp, scope);
  }
}

function lookUpsIn(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => lookUpsIn(item));
  if (!isJsonObject(value)) return [];
  if (functionCall(value)?.name === "Fn::FindInMap") return [value];
  return Object.values(value).flatMap((member) => lookUpsIn(member));
}

function isLate(value: Json, template: Template): boolean {
  const refers = referencesIn(value).some(({ name }) => Object.hasOwn(template.resources, name));
  return refers || callsLate(value);
}

function callsLate(value: Json): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => callsLate(item));
  if (!isJsonObject(value)) return false;
  const call = functionCall(value);
  if (call !== undefined && LATE.has(call.name)) return true;
  return Object.values(value).some((member) => callsLate(member));
}
