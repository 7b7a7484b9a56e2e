import { isJsonObject, type Json } from "../../kernel/json.ts";
import { functionCall } from "../intrinsics/functionCall.ts";
import { referencesIn, type Reference } from "../intrinsics/referencesIn.ts";
import { isCustomType, typeSpecification } from "../specification/ResourceSpecification.ts";
import type { ActiveTemplate } from "./activeTemplate.ts";

/**
 * The first `Fn::GetAtt` of an attribute that the resource's type does not have, as the reason that the stack's
 * event gives: AWS finds it after it has answered the request. Undefined when there is none.
 */
export function attributeFault(active: ActiveTemplate): string | undefined {
  const parts = [
    ...Object.entries(active.resources).map(
      ([name, resource]) => [`/Resources/${name}/Properties`, resource.properties] as const,
    ),
    ...Object.entries(active.outputs).map(
      ([name, output]) => [`/Outputs/${name}/Value`, output.value] as const,
    ),
  ];
  for (const [path, value] of parts) {
    const fault = faultIn(value, path, active);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultIn(value: Json, path: string, active: ActiveTemplate): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const call = functionCall(value);
  if (call?.name === "Fn::GetAtt" || call?.name === "Fn::Sub") {
    const type = referencesIn(value).flatMap((reference) => wrongType(reference, active))[0];
    if (type !== undefined)
      return `[Error] ${path}/${call.name}: Resource type ${type.type} does not support attribute {${type.attribute}}`;
  }
  const members = isJsonObject(value) ? Object.entries(value) : [...value.entries()];
  for (const [key, member] of members) {
    const fault = faultIn(member, `${path}/${key}`, active);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function wrongType(
  { name, attribute }: Reference,
  active: ActiveTemplate,
): { type: string; attribute: string }[] {
  const type = Object.hasOwn(active.resources, name) ? (active.resources[name]?.type ?? "") : "";
  const specification = typeSpecification(type);
  if (attribute === undefined || specification === undefined || isCustomType(type)) return [];
  if (type === "AWS::CloudFormation::Stack" && attribute.startsWith("Outputs.")) return [];
  return specification.attributes.includes(attribute) ? [] : [{ type, attribute }];
}
