import type { Parameter } from "@aws-sdk/client-cloudformation";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { storedTypeOf } from "../template/checkParameters.ts";
import type { ParameterDeclaration, Template } from "../template/Template.ts";
import { validationError } from "../validationError.ts";
import { checkConstraints } from "./parameterConstraints.ts";
import type { ParameterRecord } from "./ParameterRecord.ts";
import { storedParameterValues } from "./storedParameters.ts";

/**
 * The value of every parameter that a template declares: what was passed, the value of the stack before the
 * update where that was asked for, or the default.
 *
 * @param previous - parameters of the stack that is updated; undefined for a new stack.
 * @throws {AwsError} `ValidationError` in AWS's words.
 */
export function effectiveParameters(
  template: Template,
  given: readonly Parameter[],
  previous: readonly ParameterRecord[] | undefined,
  context: RegionContext,
): ParameterRecord[] {
  refuseUndeclared(template, given);
  const values = Object.entries(template.parameters).map(([name, declaration]) => {
    const value = valueOf(name, declaration, given, previous);
    if (value !== undefined) checkConstraints(name, declaration, value);
    return { name, declaration, value };
  });
  const missing = values.filter(({ value }) => value === undefined).map(({ name }) => name);
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(", ")}] must have values`);
  return resolveStored(
    values.map(({ name, declaration, value }) => ({
      key: name,
      type: declaration.type,
      value: value ?? "",
      noEcho: declaration.noEcho,
    })),
    context,
  );
}

function refuseUndeclared(template: Template, given: readonly Parameter[]): void {
  const undeclared = given
    .map((parameter) => parameter.ParameterKey ?? "")
    .filter((key) => !Object.hasOwn(template.parameters, key));
  if (undeclared.length > 0)
    throw validationError(`Parameters: [${undeclared.join(", ")}] do not exist in the template`);
}

function valueOf(
  name: string,
  declaration: ParameterDeclaration,
  given: readonly Parameter[],
  previous: readonly ParameterRecord[] | undefined,
): string | undefined {
  const passed = given.findLast((parameter) => parameter.ParameterKey === name);
  if (passed?.UsePreviousValue === true) return previousValue(name, passed, previous);
  return passed?.ParameterValue ?? declaration.defaultValue;
}

function previousValue(
  name: string,
  passed: Parameter,
  previous: readonly ParameterRecord[] | undefined,
): string {
  if (passed.ParameterValue !== undefined)
    throw validationError(
      `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
    );
  const before = previous?.find((parameter) => parameter.key === name);
  if (before === undefined)
    throw validationError(
      `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
    );
  return before.value;
}

function resolveStored(parameters: readonly ParameterRecord[], context: RegionContext): ParameterRecord[] {
  const stored = parameters.filter((parameter) => storedTypeOf(parameter.type) !== undefined);
  if (stored.length === 0) return [...parameters];
  const values = storedParameterValues(
    stored.map((parameter) => parameter.value),
    context,
  );
  return parameters.map((parameter) => {
    const resolvedValue = stored.includes(parameter) ? values.get(parameter.value) : undefined;
    return resolvedValue === undefined ? parameter : { ...parameter, resolvedValue };
  });
}
