import type { FindingLevel } from "@trainyard/core";
import type { JsonObject } from "../../kernel/json.ts";
import type { VersionFacts } from "../versions/versionFacts.ts";

/** A configuration that a cluster is made of or updated to. */
export interface ClusterChange {
  readonly clusterName: string;
  /** With the tags that the provider adds. */
  readonly configuration: JsonObject;
  readonly version: VersionFacts;
  readonly validation: ValidationChoice;
}

export interface ValidationChoice {
  /** `ALL`, or `type:` and the name of a validator. */
  readonly suppress: readonly string[];
  /** Messages from this level on make the configuration invalid. */
  readonly failureLevel: FindingLevel;
}
