import { isJsonObject, type Json } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";

/** The resource and the attribute of `Fn::GetAtt`, which may be a list or a dotted text. */
export function attributeArguments(argument: Json): [logicalId: string, attribute: Json] {
  if (typeof argument === "string") {
    const dot = argument.indexOf(".");
    if (dot <= 0 || dot === argument.length - 1) throw attributeError();
    return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const list: readonly Json[] = Array.isArray(argument) ? argument : [];
  const [logicalId, first, ...rest] = list;
  if (typeof logicalId !== "string" || logicalId === "" || first === undefined || first === "")
    throw attributeError();
  return [
    logicalId,
    rest.length > 0
      ? [first, ...rest].map((part) => scalarText(part) ?? raise(attributeError())).join(".")
      : first,
  ];
}

/** The text and the own variables of `Fn::Sub`, which may be a text or a list of both. */
export function substituteArguments(
  argument: Json,
): [text: string, variables: Readonly<Record<string, Json>>] {
  if (typeof argument === "string") return [argument, {}];
  const list: readonly Json[] = Array.isArray(argument) ? argument : [];
  const [text, variables] = list;
  if (typeof text !== "string" || list.length !== 2 || !isJsonObject(variables))
    throw validationError(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  return [text, variables];
}

/** A scalar as a text; undefined for lists, objects and absence. */
export function scalarText(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export function attributeError(): Error {
  return validationError(
    "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
  );
}

function raise(error: Error): never {
  throw error;
}
