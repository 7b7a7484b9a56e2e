import { isSuppression } from "@trainyard/core";
import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import { readProperties, type PropertyReader } from "../../kernel/readProperties.ts";
import type { ValidationChoice } from "./ClusterChange.ts";
import { clusterFailure } from "./ClusterFailure.ts";

/** The properties of `Custom::PclusterCluster`. */
export interface ClusterRequest {
  readonly clusterName: string;
  readonly configuration: JsonObject;
  readonly deletionPolicy: "Delete" | "Retain";
  readonly rollbackOnFailure: boolean;
  readonly validation: ValidationChoice;
}

const KNOWN = new Set([
  "ServiceToken",
  "ServiceTimeout",
  "ClusterName",
  "ClusterConfiguration",
  "DeletionPolicy",
  "RollbackOnFailure",
  "SuppressValidators",
  "ValidationFailureLevel",
  "Region",
]);
const LEVELS = ["INFO", "WARNING", "ERROR"] as const;
const CLUSTER_NAME = /^[a-zA-Z][a-zA-Z0-9-]{0,59}$/;

/** @throws {AwsError} in the words of the provider's function. */
export function readClusterRequest(properties: JsonObject): ClusterRequest {
  const deletionPolicy = readDeletionPolicy(properties);
  const read = readProperties(properties);
  const clusterName = read.text("ClusterName");
  if (clusterName === undefined) throw clusterFailure("Couldn't find a ClusterName in the properties.");
  if (!CLUSTER_NAME.test(clusterName))
    throw clusterFailure(`Bad Request: '${clusterName}' does not match '^[a-zA-Z][a-zA-Z0-9-]+$'`);
  for (const name of Object.keys(properties))
    if (!KNOWN.has(name))
      throw clusterFailure(`create_cluster() got an unexpected keyword argument '${snakeCase(name)}'`);
  const configuration = properties["ClusterConfiguration"];
  if (!isJsonObject(configuration))
    throw clusterFailure("create_cluster() missing 1 required positional argument: 'cluster_configuration'");
  return {
    clusterName,
    configuration,
    deletionPolicy,
    rollbackOnFailure: read.boolean("RollbackOnFailure") ?? true,
    validation: readValidation(read),
  };
}

function readValidation(read: PropertyReader): ValidationChoice {
  const suppress = read.texts("SuppressValidators") ?? [];
  const unknown = suppress.find((entry) => !isSuppression(entry));
  if (unknown !== undefined)
    throw clusterFailure(`Bad Request: '${unknown}' does not match '^(ALL|type:[A-Za-z0-9]+)$'`);
  const level = read.text("ValidationFailureLevel") ?? "ERROR";
  const failureLevel = LEVELS.find((known) => known === level);
  if (failureLevel === undefined)
    throw clusterFailure(`Bad Request: '${level}' is not one of ['INFO', 'WARNING', 'ERROR']`);
  return { suppress, failureLevel };
}

/** @throws {AwsError} when it is neither of the two words. */
export function readDeletionPolicy(properties: JsonObject): "Delete" | "Retain" {
  const policy = properties["DeletionPolicy"] ?? "Delete";
  if (policy === "Delete" || policy === "Retain") return policy;
  throw clusterFailure('DeletionPolicy must be one of ["Retain", "Delete"].');
}

function snakeCase(name: string): string {
  return name.replaceAll(/(?<!^)([A-Z])/g, "_$1").toLowerCase();
}
