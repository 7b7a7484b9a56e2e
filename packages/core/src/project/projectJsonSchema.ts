import { z } from "zod";
import { projectSchema } from "./projectSchema.ts";
import { schemasWithShorthands } from "./shorthands.ts";

/** JSON Schema of the project file as it is written, for completion and checks in editors. */
export function projectJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, properties = {}, ...rest } = mappingSchema();
  return {
    $schema,
    title: "trainyard project file",
    description: "A training cluster on AWS ParallelCluster",
    ...rest,
    properties: schemasWithShorthands(properties),
  };
}

/** The same with mappings alone: one property for each key. */
export function mappingSchema() {
  return z.toJSONSchema(projectSchema, { io: "input", target: "draft-2020-12" });
}
