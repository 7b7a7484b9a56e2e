import { showValue, type ConfigValue } from "../yaml/configValue.ts";
import { nearestName } from "../../text/nearestName.ts";
import type { FieldLimits } from "./field.ts";

export interface LimitProblem {
  readonly message: string;
  readonly hint: string;
}

/** Every limit that a value of the right type breaks; in the official command each is a message of its own. */
export function limitProblems(value: ConfigValue, limits: FieldLimits): readonly LimitProblem[] {
  const problems: LimitProblem[] = [];
  if (limits.allowed !== undefined && !limits.allowed.some((allowed) => allowed === value))
    problems.push(outsideList(value, limits.allowed));
  if (typeof value === "string") {
    if (limits.pattern !== undefined && !limits.pattern.matches.test(value))
      problems.push({
        message: `${showValue(value)} does not have the right form.`,
        hint: `Write ${limits.pattern.says}.`,
      });
    pushLength(problems, codePoints(value), "characters", limits);
  }
  if (typeof value === "number" && isOutside(value, limits))
    problems.push({
      message: `${value} is outside the limits.`,
      hint: `Write a number ${rangeText(limits)}.`,
    });
  if (Array.isArray(value)) pushLength(problems, value.length, "items", limits);
  return problems;
}

/** The limits of a number in words: `from 1 to 10`. */
export function rangeText(limits: FieldLimits): string {
  const lower = limits.above === undefined ? limits.min : limits.above;
  const above = limits.above === undefined ? "from" : "above";
  if (lower === undefined) return limits.max === undefined ? "" : `up to ${limits.max}`;
  if (limits.max === undefined) return limits.above === undefined ? `of ${lower} or more` : `above ${lower}`;
  return `${above} ${lower} to ${limits.max}`;
}

function outsideList(value: ConfigValue, allowed: readonly (string | number)[]): LimitProblem {
  const names = allowed.map(String);
  const near = typeof value === "string" ? nearestName(value, names) : undefined;
  const guess = near === undefined ? "" : `Did you mean ${near}? `;
  return {
    message: `${showValue(value)} is not allowed here.`,
    hint: `${guess}Write one of ${names.join(", ")}.`,
  };
}

function isOutside(value: number, limits: FieldLimits): boolean {
  return (
    (limits.min !== undefined && value < limits.min) ||
    (limits.max !== undefined && value > limits.max) ||
    (limits.above !== undefined && value <= limits.above)
  );
}

function pushLength(problems: LimitProblem[], length: number, unit: string, limits: FieldLimits): void {
  const minimum = limits.length ?? limits.minLength ?? 0;
  const maximum = limits.length ?? limits.maxLength ?? Number.POSITIVE_INFINITY;
  if (length >= minimum && length <= maximum) return;
  const allowed =
    minimum === maximum
      ? `exactly ${minimum}`
      : maximum === Number.POSITIVE_INFINITY
        ? `at least ${minimum}`
        : minimum === 0
          ? `at most ${maximum}`
          : `${minimum} to ${maximum}`;
  problems.push({ message: `There are ${length} ${unit}.`, hint: `Write ${allowed} ${unit}.` });
}

/** The official limits count code points. */
function codePoints(text: string): number {
  return text.replaceAll(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, "-").length;
}
