import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import { functionCall } from "./functionCall.ts";
import { FUNCTIONS } from "./functions.ts";
import { NO_VALUE, type Evaluation, type Scope } from "./Scope.ts";

/**
 * Carries out the functions in a part of a template.
 *
 * @returns undefined when the whole is `AWS::NoValue`; inside objects and lists such members are left out.
 * @throws {AwsError} `ValidationError` in AWS's words for a function that cannot be carried out.
 */
export function evaluate(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) return value.flatMap((item: Json) => evaluatedItem(item, scope));
  const call = functionCall(value);
  if (call !== undefined) {
    if (call.name === "Ref") return referenceOf(call.argument, scope);
    const carryOut = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
    if (carryOut === undefined) throw unsupported(call.name);
    return carryOut(call.argument, evaluationIn(scope));
  }
  return isJsonObject(value) ? evaluateObject(value, scope) : value;
}

export function evaluateObject(value: JsonObject, scope: Scope): JsonObject {
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(value)) {
    const evaluated = evaluate(member, scope);
    if (evaluated !== undefined) members.push([key, evaluated]);
  }
  return Object.fromEntries(members);
}

/** For `evaluateCondition`. */
export function evaluationIn(scope: Scope): Evaluation {
  return { scope, evaluate: (value) => evaluate(value, scope) };
}

/** An entry of a list, as a list, so that a list among the entries stays one entry. */
function evaluatedItem(item: Json, scope: Scope): Json[] {
  const evaluated = evaluate(item, scope);
  return evaluated === undefined ? [] : [evaluated];
}

function referenceOf(argument: Json, scope: Scope): Json | undefined {
  if (typeof argument !== "string")
    throw validationError("Template error: every Ref object must have a single String value.");
  return argument === NO_VALUE ? undefined : (scope.parameter(argument) ?? scope.reference(argument));
}

function unsupported(name: string): Error {
  const supported = Object.keys(FUNCTIONS).sort().join(", ");
  return validationError(
    `Template error: Encountered unsupported function: ${name} Supported functions are: [${supported}]`,
  );
}
