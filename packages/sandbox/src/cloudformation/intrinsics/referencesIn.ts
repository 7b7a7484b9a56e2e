import { isJsonObject, type Json } from "../../kernel/json.ts";
import { attributeArguments, substituteArguments } from "./functionArguments.ts";
import { functionCall } from "./functionCall.ts";
import { NO_VALUE } from "./Scope.ts";
import { substitutionParts } from "./substitution.ts";

/** A name that a part of a template refers to: a parameter, a pseudo parameter or a resource. */
export interface Reference {
  readonly name: string;
  /** The attribute of `Fn::GetAtt`; undefined for `Ref`, and for an attribute that is itself a function. */
  readonly attribute?: string;
  readonly kind: "value" | "attribute";
}

/** Every reference in a part of a template, those inside `Fn::Sub` too, in order of appearance. */
export function referencesIn(value: Json): Reference[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => referencesIn(item));
  if (!isJsonObject(value)) return [];
  const call = functionCall(value);
  switch (call?.name) {
    case "Ref":
      return typeof call.argument === "string" && call.argument !== NO_VALUE
        ? [{ kind: "value", name: call.argument }]
        : [];
    case "Fn::GetAtt": {
      const [name, attribute] = attributeArguments(call.argument);
      return [attributeReference(name, attribute), ...referencesIn(attribute)];
    }
    case "Fn::Sub":
      return referencesOfSubstitution(call.argument);
    default:
      return Object.values(value).flatMap((member) => referencesIn(member));
  }
}

function attributeReference(name: string, attribute: Json): Reference {
  return { kind: "attribute", name, ...(typeof attribute === "string" ? { attribute } : {}) };
}

function referencesOfSubstitution(argument: Json): Reference[] {
  const [text, variables] = substituteArguments(argument);
  const inText = substitutionParts(text).flatMap((part): Reference[] => {
    if (part.kind === "text" || Object.hasOwn(variables, part.name)) return [];
    const dot = part.name.indexOf(".");
    return dot > 0
      ? [{ kind: "attribute", name: part.name.slice(0, dot), attribute: part.name.slice(dot + 1) }]
      : [{ kind: "value", name: part.name }];
  });
  return [...inText, ...referencesIn(variables)];
}
