import { isJsonObject, type Json } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import type { Evaluation } from "./Scope.ts";

/**
 * Carries out a condition function: Equals, And, Or, Not, Condition, and those of rules (Contains,
 * EachMemberEquals, EachMemberIn).
 *
 * @throws {AwsError} `ValidationError` for anything else.
 */
export function evaluateCondition(value: Json, evaluation: Evaluation): boolean {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const [name, argument] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined || argument === undefined) throw notACondition(value);
  switch (name) {
    case "Condition":
      if (typeof argument !== "string") throw notACondition(value);
      return evaluation.scope.condition(argument);
    case "Fn::Equals":
      return equals(argument, evaluation);
    case "Fn::And":
      return conditionsOf("Fn::And", argument).every((condition) => evaluateCondition(condition, evaluation));
    case "Fn::Or":
      return conditionsOf("Fn::Or", argument).some((condition) => evaluateCondition(condition, evaluation));
    case "Fn::Not":
      return !evaluateCondition(onlyOne(argument), evaluation);
    default:
      return ruleFunction(name, argument, evaluation) ?? raise(notACondition(value));
  }
}

function equals(argument: Json, evaluation: Evaluation): boolean {
  const list = Array.isArray(argument) && argument.length === 2 ? argument : undefined;
  const [left, right] = list?.map((item: Json) => evaluation.evaluate(item)) ?? [];
  if (left === undefined || right === undefined)
    throw validationError("Template error: every Fn::Equals object requires a list of 2 string parameters.");
  return comparable(left) === comparable(right);
}

function conditionsOf(name: string, argument: Json): readonly Json[] {
  if (Array.isArray(argument) && argument.length >= 2 && argument.length <= 10) return argument;
  throw validationError(
    `Template error: every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`,
  );
}

function onlyOne(argument: Json): Json {
  const list: readonly Json[] = Array.isArray(argument) ? argument : [];
  const [condition] = list;
  if (condition === undefined || list.length !== 1)
    throw validationError("Template error: every Fn::Not object requires one boolean parameter.");
  return condition;
}

/** Undefined for a name that is no function of rules. */
function ruleFunction(name: string, argument: Json, evaluation: Evaluation): boolean | undefined {
  if (name !== "Fn::Contains" && name !== "Fn::EachMemberEquals" && name !== "Fn::EachMemberIn")
    return undefined;
  const list: readonly Json[] = Array.isArray(argument) ? argument : [];
  const [first, second] = list.map((item) => evaluation.evaluate(item));
  if (list.length !== 2 || !Array.isArray(first) || second === undefined)
    throw validationError(
      `Template error: every ${name} object requires a list and what to compare it with.`,
    );
  const members = first.map((item: Json) => comparable(item));
  if (name === "Fn::Contains") return members.includes(comparable(second));
  if (name === "Fn::EachMemberEquals") return members.every((member) => member === comparable(second));
  const allowed = new Set(Array.isArray(second) ? second.map((item: Json) => comparable(item)) : []);
  return members.every((member) => allowed.has(member));
}

/** Scalars compare as texts: a number equals its spelling. */
function comparable(value: Json): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function notACondition(value: Json): Error {
  return validationError(
    `Template format error: Conditions can only be boolean operations on parameters and other conditions; ${JSON.stringify(value)} is none`,
  );
}

function raise(error: Error): never {
  throw error;
}
