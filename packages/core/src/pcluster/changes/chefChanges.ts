import { readJson } from "../schema/fieldChecks.ts";
import type { ConfigValue } from "../yaml/configValue.ts";
import type { ConfigChange } from "./ConfigChange.ts";

const CHANGEABLE: ReadonlySet<string> = new Set([
  "cluster.slurm.reconfigure_timeout",
  "cluster.cluster_readiness_check_enabled",
  "cluster.cluster_readiness_check_ignore_failure",
]);

/** Paths of attributes that differ and cannot be changed on a cluster; text that is not JSON counts as empty. */
export function chefAttributesThatCannotChange(
  change: Pick<ConfigChange, "oldValue" | "newValue">,
): readonly string[] {
  const before = leavesOf(change.oldValue);
  const after = leavesOf(change.newValue);
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path) && !CHANGEABLE.has(path)).sort();
}

function leavesOf(text: ConfigValue | undefined): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  collectLeaves("", typeof text === "string" ? readJson(text)?.value : undefined, leaves);
  return leaves;
}

function collectLeaves(path: string, value: unknown, leaves: Map<string, string>): void {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap) {
    if (path !== "") leaves.set(path, JSON.stringify(value) ?? "");
    return;
  }
  for (const [key, child] of Object.entries(value))
    collectLeaves(path === "" ? key : `${path}.${key}`, child, leaves);
}
