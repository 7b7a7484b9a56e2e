import type { ParallelClusterVersion } from "../versions.ts";
import { createVersionedSchema, type VersionedSchema } from "./versionedSchema.ts";

const SCHEMAS: Readonly<Record<ParallelClusterVersion, VersionedSchema>> = {
  "3.13.1": createVersionedSchema("3.13.1"),
  "3.16.1": createVersionedSchema("3.16.1"),
};

export function schemaOf(version: ParallelClusterVersion): VersionedSchema {
  return SCHEMAS[version];
}
