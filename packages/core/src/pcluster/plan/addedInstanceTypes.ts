import { factsOfDescribed } from "../aws/describedInstanceTypes.ts";
import type { InstanceFacts } from "../aws/InstanceFacts.ts";
import { readJson } from "../schema/fieldChecks.ts";
import type { ClusterConfig } from "../schema/loadClusterConfig.ts";
import { ModelFailure } from "./ModelFailure.ts";

const PATH = ["DevSettings", "InstanceTypesData"];
const HINT = "Write a map from type names to answers of DescribeInstanceTypes.";

/**
 * Types that the configuration describes itself, by name.
 * @throws {ModelFailure} when the text is JSON, but not such a map.
 */
export function addedInstanceTypes(config: ClusterConfig): ReadonlyMap<string, InstanceFacts> {
  const text = config.DevSettings?.InstanceTypesData;
  if (text === undefined || text === "") return new Map();
  const json = readJson(text)?.value;
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new ModelFailure(PATH, "InstanceTypesData is not a JSON object.", HINT);
  const types = new Map<string, InstanceFacts>();
  for (const [name, described] of Object.entries(json)) {
    if (isEmpty(described)) continue;
    const facts = factsOfDescribed(name, described);
    if (facts === undefined)
      throw new ModelFailure(PATH, `InstanceTypesData does not describe ${name} completely.`, HINT);
    types.set(name, facts);
  }
  return types;
}

function isEmpty(described: unknown): boolean {
  return !described || (typeof described === "object" && Object.keys(described).length === 0);
}
