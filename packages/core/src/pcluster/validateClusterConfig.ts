import { loadInstanceTypes } from "../instances/instanceTypes.ts";
import { nearestName } from "../text/nearestName.ts";
import type { Problem } from "../text/problem.ts";
import type { ClusterConfigAws } from "./aws/ClusterConfigAws.ts";
import { instanceTypeTable } from "./aws/instanceFactsOf.ts";
import type { InstanceTypeTable } from "./aws/InstanceFacts.ts";
import type { ClusterConfigReport, RuleResult } from "./ClusterConfigReport.ts";
import { buildModel, buildOfflineModel, type ModelRequest } from "./plan/buildModel.ts";
import type { ClusterModel } from "./plan/ClusterModel.ts";
import { ModelFailure } from "./plan/ModelFailure.ts";
import { neededInstanceTypes } from "./plan/neededThings.ts";
import { planCluster } from "./plan/planCluster.ts";
import type { FindingLevel } from "./rules/finding.ts";
import { runRules, runRulesAtOnce } from "./runRules.ts";
import { loadClusterConfig, type LoadedConfig } from "./schema/loadClusterConfig.ts";
import { suppressionOf } from "./suppression.ts";
import { DEFAULT_PARALLELCLUSTER_VERSION, type ParallelClusterVersion } from "./versions.ts";
import { formatPath } from "./yaml/configValue.ts";
import type { ConfigDocument } from "./yaml/readConfigText.ts";

export interface CheckOptions {
  /** The guide's version when absent. */
  readonly parallelClusterVersion?: ParallelClusterVersion;
  readonly clusterName?: string;
  /** Used when the configuration names no region. */
  readonly region?: string;
  /** `ALL`, or `type:` and the name of a validator. The schema cannot be suppressed. */
  readonly suppress?: readonly string[];
  /** Results from this level on make the configuration invalid; ERROR when absent. */
  readonly failureLevel?: FindingLevel;
}

export interface OfflineCheckOptions extends CheckOptions {
  readonly instanceTypes: InstanceTypeTable;
}

export interface ValidateOptions extends CheckOptions {
  /** The account to ask; without it only the configuration and shipped data are checked. */
  readonly aws?: ClusterConfigAws;
  /** Facts of instance types in place of the shipped table, for a check without an account. */
  readonly instanceTypes?: InstanceTypeTable;
}

const DEFAULT_CLUSTER_NAME = "cluster";
const DEFAULT_REGION = "us-east-1";
const LEVEL_RANK: Readonly<Record<FindingLevel, number>> = { INFO: 20, WARNING: 30, ERROR: 40 };

/**
 * Checks a ParallelCluster configuration as the official command does, and reports all problems with their
 * places. Works without Node. Never throws for anything that the text holds.
 * @example
 * const report = await validateClusterConfig(text, { parallelClusterVersion: "3.13.1" });
 * report.valid; // false
 * report.problems[0]?.path; // "Image/Os"
 */
export async function validateClusterConfig(
  text: string,
  options: ValidateOptions = {},
): Promise<ClusterConfigReport> {
  const { aws } = options;
  const instanceTypes = options.instanceTypes ?? instanceTypeTable(await loadInstanceTypes());
  if (aws === undefined) return checkClusterConfig(text, { ...options, instanceTypes });
  const loaded = loadClusterConfig(text, versionOf(options));
  if (loaded.kind === "refused") return refusedReport(loaded);
  try {
    const model = await buildModel(modelRequest(loaded, { ...options, instanceTypes }), aws);
    const suppressed = suppressionOf(options.suppress ?? []);
    const results = await runRules({ rules: planCluster(model), document: loaded.document, suppressed });
    return rulesReport(results, options);
  } catch (failure) {
    return failureReport(failure, loaded.document);
  }
}

/** The part of `validateClusterConfig` that needs no account, at once. */
export function checkClusterConfig(text: string, options: OfflineCheckOptions): ClusterConfigReport {
  const loaded = loadClusterConfig(text, versionOf(options));
  if (loaded.kind === "refused") return refusedReport(loaded);
  try {
    const model = buildOfflineModel(modelRequest(loaded, options));
    const suppressed = suppressionOf(options.suppress ?? []);
    const results = runRulesAtOnce({ rules: planCluster(model), document: loaded.document, suppressed });
    const unknown = suppressed("InstanceTypeValidator")
      ? []
      : unknownTypeResults(model, options.instanceTypes, loaded.document);
    return rulesReport([...unknown, ...results], options);
  } catch (failure) {
    return failureReport(failure, loaded.document);
  }
}

function versionOf(options: CheckOptions): ParallelClusterVersion {
  return options.parallelClusterVersion ?? DEFAULT_PARALLELCLUSTER_VERSION;
}

function modelRequest(
  loaded: Extract<LoadedConfig, { kind: "loaded" }>,
  options: OfflineCheckOptions,
): ModelRequest {
  return {
    config: loaded.config,
    clusterName: options.clusterName ?? DEFAULT_CLUSTER_NAME,
    version: versionOf(options),
    region: loaded.config.Region ?? options.region ?? DEFAULT_REGION,
    instanceTypes: options.instanceTypes,
  };
}

function refusedReport({ phase, problems }: Extract<LoadedConfig, { kind: "refused" }>): ClusterConfigReport {
  return { phase, problems, results: [], valid: false };
}

function rulesReport(results: readonly RuleResult[], options: CheckOptions): ClusterConfigReport {
  const limit = LEVEL_RANK[options.failureLevel ?? "ERROR"];
  const valid = results.every((result) => LEVEL_RANK[result.level] < limit);
  return { phase: "validators", problems: [], results, valid };
}

function failureReport(failure: unknown, document: ConfigDocument): ClusterConfigReport {
  if (!(failure instanceof ModelFailure)) throw failure;
  const { path, message, hint } = failure;
  const problem: Problem = {
    rule: "not-found",
    path: formatPath(path),
    message,
    hint,
    ...document.locate(path, "value"),
  };
  return { phase: "failure", problems: [problem], results: [], valid: false };
}

/** Without an account, types that the table does not have are errors of the rule that would refuse them there. */
function unknownTypeResults(
  model: ClusterModel,
  table: InstanceTypeTable,
  document: ConfigDocument,
): readonly RuleResult[] {
  const places = [...neededInstanceTypes(model.config, () => undefined)];
  return places
    .filter(([name]) => model.unknownTypes.has(name))
    .map(([name, path]): RuleResult => {
      const { position, length } = document.locate(path, "value");
      const message = `The instance type '${name}' is not known.${suggestion(name, table)}`;
      return {
        level: "ERROR",
        validator: "InstanceTypeValidator",
        message,
        path: formatPath(path),
        position,
        length,
      };
    });
}

function suggestion(name: string, table: InstanceTypeTable): string {
  const near = nearestName(name, table.names());
  return near === undefined ? "" : ` Did you mean ${near}?`;
}
