import { readJson } from "../schema/fieldChecks.ts";
import { error, findingsOf, warning, type Findings } from "./finding.ts";

const MIN_RECONFIGURE_TIMEOUT_SECONDS = 300;

/** Checks the attributes that users may set on purpose; all others are taken as they are. */
export function extraChefAttributesValidator({
  attributes,
}: {
  readonly attributes: string | undefined;
}): Findings {
  if (attributes === undefined || attributes === "") return [];
  const json = readJson(attributes)?.value;
  const timeout = dig(json, ["cluster", "slurm", "reconfigure_timeout"]);
  const enabled = dig(json, ["cluster", "cluster_readiness_check_enabled"]);
  const ignored = dig(json, ["cluster", "cluster_readiness_check_ignore_failure"]);
  return findingsOf(
    ...checkTimeout(timeout),
    ...checkFlag(
      "cluster_readiness_check_enabled",
      enabled,
      "false",
      "nodes that failed to be set up are not noticed",
    ),
    ...checkFlag(
      "cluster_readiness_check_ignore_failure",
      ignored,
      "true",
      "nodes that failed to be set up are accepted",
    ),
  );
}

function checkTimeout(timeout: unknown): Findings {
  if (timeout === undefined || timeout === null) return [];
  if (typeof timeout !== "number" || !Number.isInteger(timeout))
    return [error("cluster.slurm.reconfigure_timeout must be a whole number of seconds.")];
  return findingsOf(
    timeout <= MIN_RECONFIGURE_TIMEOUT_SECONDS &&
      error(
        `cluster.slurm.reconfigure_timeout must be above ${MIN_RECONFIGURE_TIMEOUT_SECONDS} seconds, not ${timeout}.`,
      ),
  );
}

function checkFlag(name: string, value: unknown, risky: "true" | "false", effect: string): Findings {
  if (value === undefined || value === null) return [];
  const word = typeof value === "string" || typeof value === "boolean" ? String(value).toLowerCase() : "";
  if (word !== "true" && word !== "false") return [error(`cluster.${name} must be true or false.`)];
  return findingsOf(word === risky && warning(`cluster.${name} is ${risky}: ${effect}.`));
}

function dig(value: unknown, keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
    found = Object.entries(found).find(([name]) => name === key)?.[1];
  }
  return found;
}

/** Only build-image configurations have these overrides. */
export function cliAttributeOverridesValidator({
  overrides,
}: {
  readonly overrides: string | undefined;
}): Findings {
  if (overrides === undefined || overrides === "") return [];
  const json = readJson(overrides);
  if (json === undefined) return [error("CliAttributeOverrides must be JSON.")];
  const isObject = typeof json.value === "object" && json.value !== null && !Array.isArray(json.value);
  return findingsOf(!isObject && error("CliAttributeOverrides must be a JSON object."));
}

export interface SharedStorageEfsInput {
  readonly sharedStorageType: string;
  readonly hasEfsSettings: boolean;
}

export function sharedStorageEfsSettingsValidator({
  sharedStorageType,
  hasEfsSettings,
}: SharedStorageEfsInput): Findings {
  return findingsOf(
    hasEfsSettings &&
      sharedStorageType.toLowerCase() !== "efs" &&
      error(`SharedStorageEfsSettings needs SharedStorageType Efs; it is ${sharedStorageType}.`),
  );
}
