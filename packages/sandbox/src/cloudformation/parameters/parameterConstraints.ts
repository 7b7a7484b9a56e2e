import { elementTypeOf, storedTypeOf } from "../template/checkParameters.ts";
import type { ParameterDeclaration } from "../template/Template.ts";
import { notModelled, validationError } from "../validationError.ts";
import { listItems } from "./ParameterRecord.ts";

/** @throws {AwsError} `ValidationError` when the value breaks what the template declares for the parameter. */
export function checkConstraints(name: string, declaration: ParameterDeclaration, value: string): void {
  const element = elementTypeOf(declaration.type);
  for (const item of element === undefined ? [value] : listItems(value)) {
    const fault = faultOf(name, declaration, item);
    if (fault === undefined) continue;
    throw validationError(
      declaration.constraintDescription === undefined
        ? fault
        : `Parameter ${name} failed to satisfy constraint: ${declaration.constraintDescription}`,
    );
  }
}

function faultOf(name: string, declaration: ParameterDeclaration, item: string): string | undefined {
  if (declaration.allowedValues !== undefined && !declaration.allowedValues.includes(item))
    return `Parameter '${name}' must be one of AllowedValues`;
  const { allowedPattern } = declaration;
  if (allowedPattern !== undefined && !patternOf(name, allowedPattern).test(item))
    return `Parameter '${name}' must match pattern ${allowedPattern}`;
  return lengthFault(name, declaration, item) ?? numberFault(name, declaration, item);
}

function lengthFault(
  name: string,
  { minLength, maxLength }: ParameterDeclaration,
  item: string,
): string | undefined {
  if (minLength !== undefined && item.length < minLength)
    return `Parameter '${name}' must contain at least ${minLength} characters`;
  if (maxLength !== undefined && item.length > maxLength)
    return `Parameter '${name}' must contain at most ${maxLength} characters`;
  return undefined;
}

function numberFault(name: string, declaration: ParameterDeclaration, item: string): string | undefined {
  if (storedTypeOf(declaration.type) !== undefined) return undefined;
  if (declaration.type !== "Number" && elementTypeOf(declaration.type) !== "Number") return undefined;
  const number = item.trim() === "" ? Number.NaN : Number(item);
  if (Number.isNaN(number)) return `Parameter '${name}' must be a number`;
  const { minValue, maxValue } = declaration;
  if (minValue !== undefined && number < minValue)
    return `Parameter '${name}' must be a number not less than ${minValue}`;
  if (maxValue !== undefined && number > maxValue)
    return `Parameter '${name}' must be a number not greater than ${maxValue}`;
  return undefined;
}

function patternOf(name: string, pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notModelled(`the pattern ${pattern} of parameter ${name}`);
  }
}
