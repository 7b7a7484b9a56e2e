import { stringify } from "yaml";
import { checkClusterConfig, type ClusterConfigReport, type FindingLevel } from "@trainyard/core";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterChange } from "./ClusterChange.ts";
import { clusterFailure } from "./ClusterFailure.ts";
import { instanceTypeTableOf } from "./instanceTypeTable.ts";

/** What the official validators say, as the provider's function writes it. */
export interface ValidationMessage {
  readonly level: FindingLevel;
  readonly type: string;
  readonly message: string;
}

/**
 * Runs ParallelCluster's schema and those of its validators that need no account.
 * @returns what they say below the failure level.
 * @throws {AwsError} with all messages when the configuration is not valid.
 */
export function checkConfiguration(
  context: RegionContext,
  change: Pick<ClusterChange, "clusterName" | "configuration" | "version" | "validation">,
): readonly ValidationMessage[] {
  const { suppress, failureLevel } = change.validation;
  const report = checkClusterConfig(stringify(change.configuration, { aliasDuplicateObjects: false }), {
    parallelClusterVersion: change.version.rulesVersion,
    clusterName: change.clusterName,
    region: context.region,
    instanceTypes: instanceTypeTableOf(context),
    suppress,
    failureLevel,
  });
  const messages = messagesOf(report);
  if (report.valid) return messages;
  throw clusterFailure(
    JSON.stringify({ configuration_validation_errors: messages, message: "Invalid cluster configuration." }),
  );
}

/** The worst come last, as the function sorts them. */
function messagesOf(report: ClusterConfigReport): readonly ValidationMessage[] {
  const problems = report.problems.map(({ path, message }): ValidationMessage => ({
    level: "ERROR",
    type: "ConfigSchemaValidator",
    message: path === "" ? message : `${path}: ${message}`,
  }));
  const results = report.results.map(({ level, validator, message }): ValidationMessage => ({
    level,
    type: validator,
    message,
  }));
  const order: Readonly<Record<FindingLevel, number>> = { INFO: 0, WARNING: 1, ERROR: 2 };
  return [...problems, ...results].sort((left, right) => order[left.level] - order[right.level]);
}
