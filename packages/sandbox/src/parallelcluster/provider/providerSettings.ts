import type { RegionContext } from "../../kernel/CallContext.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { BUCKET_VARIABLE, VERSION_VARIABLE } from "../published/providerTemplate.ts";
import { versionFacts, type VersionFacts } from "../versions/versionFacts.ts";
import { clusterFailure } from "./ClusterFailure.ts";

export interface ProviderSettings {
  readonly version: VersionFacts;
  /** Where the function keeps the requests that it was given. */
  readonly bucket: string;
  readonly logGroupName: string;
}

/** Reads, from the function that a resource names, which ParallelCluster it works with. */
export function providerSettings(context: RegionContext, properties: JsonObject): ProviderSettings {
  const serviceToken = properties["ServiceToken"];
  if (typeof serviceToken !== "string") throw clusterFailure("The resource has no ServiceToken.");
  const lambda = context.call("lambda", "GetFunction", { FunctionName: serviceToken }).Configuration;
  const variables = lambda?.Environment?.Variables ?? {};
  const version = versionFacts(variables[VERSION_VARIABLE] ?? "");
  if (version === undefined)
    throw clusterFailure(
      `The sandbox does not model ParallelCluster ${variables[VERSION_VARIABLE] ?? "of this function"}.`,
    );
  return {
    version,
    bucket: variables[BUCKET_VARIABLE] ?? "",
    logGroupName: `/aws/lambda/${lambda?.FunctionName ?? ""}`,
  };
}
