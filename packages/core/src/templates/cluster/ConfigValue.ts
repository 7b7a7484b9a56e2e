import type { YamlComment } from "../../project/commentedYaml.ts";

/** A value of a ParallelCluster configuration. */
export type ConfigValue =
  | string
  | number
  | boolean
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };
export type ConfigMap = { readonly [key: string]: ConfigValue };

/** Why a value is what it is, or what the project says of it. */
export type ConfigComment = YamlComment;

/** A part of a configuration with comments whose paths begin at the part. */
export interface ConfigPart<Value extends ConfigValue = ConfigMap> {
  readonly value: Value;
  readonly comments: readonly ConfigComment[];
}

export function isConfigMap(value: unknown): value is ConfigMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same comments, seen from above. */
export function commentsUnder(
  path: readonly (string | number)[],
  comments: readonly ConfigComment[],
): readonly ConfigComment[] {
  return comments.map((comment) => ({ ...comment, path: path.concat(comment.path) }));
}
