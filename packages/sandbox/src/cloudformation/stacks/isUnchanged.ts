import { sameJson } from "../engine/differences.ts";
import type { Json } from "../../kernel/json.ts";
import type { StackDefinition } from "./StackDefinition.ts";

/** Whether an update would have nothing to do: no resource, output, parameter or tag differs. */
export function isUnchanged(before: StackDefinition, after: StackDefinition): boolean {
  return sameJson(essence(before), essence(after));
}

function essence({ template, parameters, tags, notificationArns }: StackDefinition): Json {
  const { resources, outputs, conditions, mappings } = template;
  const content = {
    resources,
    outputs,
    conditions,
    mappings,
    parameters: parameters.map(({ key, value, resolvedValue }) => [key, value, resolvedValue ?? null]),
    tags: tags.map(({ key, value }) => [key, value]),
    notificationArns,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- records are JSON but for members that are undefined
  return JSON.parse(JSON.stringify(content)) as Json;
}
