import { isJsonObject, type Json } from "../../kernel/json.ts";

export interface FunctionCall {
  readonly name: string;
  readonly argument: Json;
}

/** The function that a JSON value stands for: an object with the one key `Ref`, `Condition` or `Fn::…`. */
export function functionCall(value: Json): FunctionCall | undefined {
  if (!isJsonObject(value)) return undefined;
  const [entry, ...rest] = Object.entries(value);
  if (entry === undefined || rest.length > 0) return undefined;
  const [name, argument] = entry;
  return name === "Ref" || name.startsWith("Fn::") ? { name, argument } : undefined;
}
