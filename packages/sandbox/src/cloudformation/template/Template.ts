import type { Json, JsonObject } from "../../kernel/json.ts";

/** A template that has passed the structural checks; all of it is plain JSON in the long form of the functions. */
export interface Template {
  readonly description?: string;
  readonly metadata?: Json;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly conditions: Readonly<Record<string, Json>>;
  readonly rules: Readonly<Record<string, JsonObject>>;
  readonly resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration>>;
}

export type Mapping = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface ParameterDeclaration {
  readonly type: string;
  readonly defaultValue?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  readonly constraintDescription?: string;
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly noEcho: boolean;
}

export const DELETION_POLICIES = ["Delete", "Retain", "Snapshot", "RetainExceptOnCreate"] as const;
export type DeletionPolicy = (typeof DELETION_POLICIES)[number];

export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonObject;
  readonly metadata?: JsonObject;
  readonly dependsOn: readonly string[];
  readonly condition?: string;
  readonly creationPolicy?: JsonObject;
  readonly deletionPolicy?: DeletionPolicy;
  readonly updateReplacePolicy?: DeletionPolicy;
}

export interface OutputDeclaration {
  readonly value: Json;
  readonly description?: string;
  readonly condition?: string;
  readonly exportName?: Json;
}
