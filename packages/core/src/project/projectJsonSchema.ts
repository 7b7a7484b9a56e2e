import { z } from "zod";
import { projectSchema } from "./projectSchema.ts";

/** JSON Schema of the project file as it is written, for completion and checks in editors. */
export function projectJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(projectSchema, { io: "input", target: "draft-2020-12" });
  return {
    $schema,
    title: "trainyard project file",
    description: "A training cluster on AWS ParallelCluster",
    ...rest,
  };
}
