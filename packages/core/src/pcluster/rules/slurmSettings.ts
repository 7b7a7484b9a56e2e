import { isConfigMap, showValue, type ConfigMap, type ConfigValue } from "../yaml/configValue.ts";
import { error, findingsOf, warning, type Findings } from "./finding.ts";

export type SlurmSettingsLevel = "SlurmConf" | "Queue" | "ComputeResource";

export interface CustomSlurmSettingsInput {
  readonly settings: readonly ConfigMap[];
  readonly denyList: readonly string[];
  readonly level: SlurmSettingsLevel;
}

/** Maps of several keys define nodes, node sets or partitions at cluster level; those are not compared. */
export function customSlurmSettingsValidator({
  settings,
  denyList,
  level,
}: CustomSlurmSettingsInput): Findings {
  const denied = settings
    .filter((map) => level !== "SlurmConf" || Object.keys(map).length <= 1)
    .flatMap((map) => Object.keys(map).filter((key) => denyList.includes(key.toLowerCase())));
  return findingsOf(
    denied.length > 0 &&
      error(
        `ParallelCluster sets these Slurm parameters itself (${level}): ${[...new Set(denied)].sort().join(", ")}.`,
      ),
  );
}

const RESERVED_NODE_NAME_PARTS = ["-st-", "-dy-"];

export function customSlurmNodeNamesValidator({
  settings,
}: {
  readonly settings: readonly ConfigMap[];
}): Findings {
  const reserved = settings.flatMap((map) =>
    Object.entries(map)
      .filter(([key, value]) => key.toLowerCase() === "nodename" && hasReservedPart(value))
      .map(([, value]) => showValue(value)),
  );
  return findingsOf(
    reserved.length > 0 &&
      error(
        `Node names are texts, and those with -st- or -dy- belong to ParallelCluster; rename ${reserved.sort().join(", ")}.`,
      ),
  );
}

function hasReservedPart(value: ConfigValue): boolean {
  if (Array.isArray(value)) return RESERVED_NODE_NAME_PARTS.some((part) => value.includes(part));
  if (isConfigMap(value)) return RESERVED_NODE_NAME_PARTS.some((part) => Object.hasOwn(value, part));
  // The official command fails on names that are no text; here they are refused.
  return typeof value !== "string" || RESERVED_NODE_NAME_PARTS.some((part) => value.includes(part));
}

export interface IncludeFileOnlyInput {
  readonly settings: readonly ConfigMap[] | undefined;
  readonly includeFileUrl: string | undefined;
}

export function customSlurmSettingsIncludeFileOnlyValidator({
  settings,
  includeFileUrl,
}: IncludeFileOnlyInput): Findings {
  return findingsOf(
    settings !== undefined &&
      settings.length > 0 &&
      includeFileUrl !== undefined &&
      includeFileUrl !== "" &&
      error("CustomSlurmSettings and CustomSlurmSettingsIncludeFile cannot be used together."),
  );
}

export interface NodePriorities {
  readonly name: string;
  readonly minCount: number;
  readonly maxCount: number;
  readonly staticPriority: number;
  readonly dynamicPriority: number;
}

export interface NodePrioritiesInput {
  readonly queueName: string;
  readonly computeResources: readonly NodePriorities[];
}

/** Static nodes should be used first: their priority number is the lower one. */
export function slurmNodePrioritiesWarningValidator({
  queueName,
  computeResources,
}: NodePrioritiesInput): Findings {
  const statics = computeResources.filter(({ minCount }) => minCount > 0);
  const dynamics = computeResources.filter(({ minCount, maxCount }) => maxCount > minCount);
  const highestStatic = Math.max(0, ...statics.map(({ staticPriority }) => staticPriority));
  const lowestDynamic = Math.min(2 ** 32, ...dynamics.map(({ dynamicPriority }) => dynamicPriority));
  return findingsOf(
    statics.length > 0 &&
      dynamics.length > 0 &&
      highestStatic >= lowestDynamic &&
      warning(
        `In queue ${queueName} the static node priority ${highestStatic} is not below the dynamic node priority ${lowestDynamic}: dynamic nodes may be used before static ones.`,
      ),
  );
}

export function externalSlurmdbdVsDatabaseIncompatibility({
  hasDatabase,
  hasExternalSlurmdbd,
}: {
  readonly hasDatabase: boolean;
  readonly hasExternalSlurmdbd: boolean;
}): Findings {
  return findingsOf(
    hasDatabase && hasExternalSlurmdbd && error("Database and ExternalSlurmdbd cannot be used together."),
  );
}

export function externalSlurmdbdRequiresCustomMungeKey({
  hasExternalSlurmdbd,
  hasMungeKey,
}: {
  readonly hasExternalSlurmdbd: boolean;
  readonly hasMungeKey: boolean;
}): Findings {
  return findingsOf(
    hasExternalSlurmdbd && !hasMungeKey && error("ExternalSlurmdbd needs a MungeKeySecretArn."),
  );
}

export function externalSlurmdbdTrafficNotEncrypted({
  hasExternalSlurmdbd,
}: {
  readonly hasExternalSlurmdbd: boolean;
}): Findings {
  return findingsOf(
    hasExternalSlurmdbd &&
      warning("The traffic to the external slurmdbd is not encrypted: keep both in a trusted network."),
  );
}
