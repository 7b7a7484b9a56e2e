import type { Json, JsonObject } from "../../kernel/json.ts";
import { getAtt, ref } from "./intrinsics.ts";
import { constructId, onlyLettersAndDigits } from "./logicalIds.ts";

/** Collects the values of the root stack that a nested stack takes as parameters. */
export interface NestedReferences {
  /** Inside the nested stack: what stands for `Ref` (no attribute) or an attribute of a resource of the root stack. */
  value(logicalId: string, attribute?: string): Json;
  /** `Parameters` section of the nested template. */
  parameters(): JsonObject;
  /** `Parameters` property of the nested stack's resource. */
  arguments(): JsonObject;
}

export function createNestedReferences(clusterName: string): NestedReferences {
  const values = new Map<string, Json>();
  return {
    value(logicalId, attribute) {
      const name = `referenceto${constructId([clusterName, logicalId])}${onlyLettersAndDigits(attribute ?? "Ref")}`;
      values.set(name, attribute === undefined ? ref(logicalId) : getAtt(logicalId, attribute));
      return ref(name);
    },
    parameters: () =>
      Object.fromEntries([...values.keys()].sort().map((name): [string, Json] => [name, { Type: "String" }])),
    arguments: () => Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
