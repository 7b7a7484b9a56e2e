import { isJsonObject, type Json } from "../../kernel/json.ts";
import { functionCall } from "./functionCall.ts";

/** Names of the conditions that `Fn::If` functions in a part of a template ask for. */
export function conditionsOfIf(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => conditionsOfIf(item));
  if (!isJsonObject(value)) return [];
  const call = functionCall(value);
  const own = call?.name === "Fn::If" && Array.isArray(call.argument) ? [firstText(call.argument)] : [];
  return [
    ...own.flatMap((name) => name ?? []),
    ...Object.values(value).flatMap((member) => conditionsOfIf(member)),
  ];
}

/** Names of the conditions that a condition is made of. */
export function conditionsOfCondition(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => conditionsOfCondition(item));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === "Condition" && typeof member === "string" ? [member] : conditionsOfCondition(member),
  );
}

function firstText(list: readonly Json[]): string | undefined {
  return typeof list[0] === "string" ? list[0] : undefined;
}
