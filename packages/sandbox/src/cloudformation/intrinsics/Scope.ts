import type { Json } from "../../kernel/json.ts";
import type { Mapping } from "../template/Template.ts";

/** What the functions of a template refer to. */
export interface Scope {
  /** Parameters and pseudo parameters by name; undefined for a name that is none. */
  parameter(name: string): Json | undefined;
  readonly mappings: Readonly<Record<string, Mapping>>;
  /** @throws {AwsError} for a condition that the template does not declare. */
  condition(name: string): boolean;
  /** What `Ref` of a resource answers. */
  reference(logicalId: string): Json;
  attribute(logicalId: string, name: string): Json;
  importedValue(exportName: string): string;
  /** @param region - empty for the stack's own. */
  availabilityZones(region: string): readonly string[];
}

/** `Ref` of it removes the property, entry or argument that it stands for. */
export const NO_VALUE = "AWS::NoValue";

/** A scope with the evaluator that works in it. */
export interface Evaluation {
  readonly scope: Scope;
  readonly evaluate: (value: Json) => Json | undefined;
}
