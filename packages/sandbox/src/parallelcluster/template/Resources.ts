import type { Json, JsonObject } from "../../kernel/json.ts";

/** The `Resources` section of a template, or a part of it. */
export type Resources = Readonly<Record<string, TemplateResource>>;

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: JsonObject;
}

/** Leaves out what is undefined, which JSON cannot say. */
export function withoutUndefined(properties: Readonly<Record<string, Json | undefined>>): JsonObject {
  const defined: Record<string, Json> = {};
  for (const [key, value] of Object.entries(properties)) if (value !== undefined) defined[key] = value;
  return defined;
}

/** The resources as plain JSON. */
export function resourcesJson(resources: Resources): JsonObject {
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]): [string, Json] => [
      id,
      withoutUndefined({ ...resource }),
    ]),
  );
}
