import { isJsonObject, type Json } from "../../kernel/json.ts";
import { evaluate } from "../intrinsics/evaluate.ts";
import { scalarText } from "../intrinsics/functionArguments.ts";
import { functionCall } from "../intrinsics/functionCall.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import type { ActiveTemplate } from "../template/activeTemplate.ts";

/** Names that the `Fn::ImportValue` functions of a template ask for, each once. */
export function importedNames(active: ActiveTemplate, scope: Scope): string[] {
  const values = [
    ...Object.values(active.resources).map((resource) => resource.properties),
    ...Object.values(active.outputs).map((output) => output.value),
  ];
  const names = values
    .flatMap((value) => importArguments(value))
    .flatMap((argument) => scalarText(evaluate(argument, scope)) ?? []);
  return [...new Set(names)];
}

function importArguments(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => importArguments(item));
  if (!isJsonObject(value)) return [];
  const call = functionCall(value);
  if (call?.name === "Fn::ImportValue") return [call.argument];
  return Object.values(value).flatMap((member) => importArguments(member));
}
