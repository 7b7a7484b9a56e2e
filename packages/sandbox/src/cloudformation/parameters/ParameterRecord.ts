import type { Json } from "../../kernel/json.ts";
import { elementTypeOf, storedTypeOf } from "../template/checkParameters.ts";

/** The value of a parameter in a stack, as it is stored. */
export interface ParameterRecord {
  readonly key: string;
  readonly type: string;
  /** As it was passed, or the default. */
  readonly value: string;
  /** For the types `AWS::SSM::Parameter::Value<…>`: what the parameter store holds. */
  readonly resolvedValue?: string;
  readonly noEcho: boolean;
}

/** What `Ref` of the parameter answers: a list for the list types, else a text. */
export function parameterValue(parameter: ParameterRecord): Json {
  const type = storedTypeOf(parameter.type) ?? parameter.type;
  const value = parameter.resolvedValue ?? parameter.value;
  return elementTypeOf(type) === undefined ? value : listItems(value);
}

/** The entries of a comma separated text without the blanks around them; an empty text has one empty entry. */
export function listItems(value: string): string[] {
  return value.split(",").map((item) => item.trim());
}
