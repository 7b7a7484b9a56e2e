import type { ConfigMap, ConfigValue } from "../yaml/configValue.ts";
import type { FieldCheck, SectionCheck } from "./check.ts";
import type { TextPattern } from "./patterns.ts";
import type { UpdatePolicyName } from "./updatePolicyName.ts";

export type FieldKind =
  | "text"
  | "integer"
  | "number"
  | "flag"
  | "anything"
  | "textList"
  | "map"
  | "mapList"
  | "action"
  | "section"
  | "sectionList";

/** What may be written, in one version. */
export interface FieldLimits {
  readonly required?: boolean;
  readonly allowed?: readonly (string | number)[];
  readonly pattern?: TextPattern;
  readonly min?: number;
  readonly max?: number;
  /** Exclusive lower limit. */
  readonly above?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Exact number of items. */
  readonly length?: number;
  readonly items?: { readonly pattern?: TextPattern; readonly allowed?: readonly string[] };
}

/** A limit or policy that a later version changed. */
export interface FieldChange extends FieldLimits {
  readonly since: string;
  readonly policy?: UpdatePolicyName;
}

export interface FieldOptions extends FieldLimits {
  /** Value that holds when the key is absent. */
  readonly default?: string | number | boolean | ConfigMap;
  /** The section counts as present, with its own defaults, when the key is absent. */
  readonly implied?: true;
  /** What holds when the key is absent, when no single value can say it. */
  readonly defaultRule?: string;
  /** Key by which the items of two versions of a list are paired. */
  readonly itemKey?: string;
  readonly check?: FieldCheck;
  readonly changeAction?: string;
  readonly changeReason?: string;
  readonly note?: string;
  readonly since?: string;
  readonly removedIn?: string;
  /** What to do instead, when the field was removed. */
  readonly removedHint?: string;
  readonly changes?: readonly FieldChange[];
}

export type Presence = "present" | "optional";

/** One key of a section. `Value` and `KeyPresence` only carry types, no field holds them. */
export interface Field<Value = unknown, KeyPresence extends Presence = Presence> extends FieldOptions {
  readonly kind: FieldKind;
  readonly policy: UpdatePolicyName;
  readonly section?: Section;
  readonly valueType?: Value;
  readonly keyPresence?: KeyPresence;
}

export type Fields = { readonly [key: string]: Field };

export interface Section<SectionFields extends Fields = Fields> {
  readonly name: string;
  readonly fields: SectionFields;
  readonly checks?: readonly SectionCheck[];
  /** Keys that the schema does not require, but without which the official command fails. */
  readonly needs?: (value: ConfigMap) => string | undefined;
}

/** The value of a section after loading: defaults are filled in. */
export type SectionValue<S extends Section> = {
  readonly [
    K in keyof S["fields"] as S["fields"][K] extends Field<unknown, "present"> ? K : never
  ]: FieldValue<S["fields"][K]>;
} & {
  readonly [K in keyof S["fields"] as S["fields"][K] extends Field<unknown, "present"> ? never : K]?:
    | FieldValue<S["fields"][K]>
    | undefined;
};

type FieldValue<F> = F extends Field<infer Value> ? Value : never;

type PresenceOf<O> = O extends
  | { readonly required: true }
  | { readonly default: unknown }
  | { readonly implied: true }
  ? "present"
  : "optional";

export interface CustomAction {
  readonly Script: string;
  readonly Args?: readonly string[];
}

/** An action is one script or a sequence of them; after loading it is always a list. */
export type CustomActionValue = readonly CustomAction[];

export function section<F extends Fields>(
  name: string,
  fields: F,
  rules: Pick<Section, "checks" | "needs"> = {},
): Section<F> {
  return { name, fields, ...rules };
}

export function text<const O extends FieldOptions>(
  policy: UpdatePolicyName,
  options?: O,
): Field<string, PresenceOf<O>> {
  return { kind: "text", policy, ...options };
}

export function integer<const O extends FieldOptions>(
  policy: UpdatePolicyName,
  options?: O,
): Field<number, PresenceOf<O>> {
  return { kind: "integer", policy, ...options };
}

export function number<const O extends FieldOptions>(
  policy: UpdatePolicyName,
  options?: O,
): Field<number, PresenceOf<O>> {
  return { kind: "number", policy, ...options };
}

export function flag<const O extends FieldOptions>(
  policy: UpdatePolicyName,
  options?: O,
): Field<boolean, PresenceOf<O>> {
  return { kind: "flag", policy, ...options };
}

export function anything<const O extends FieldOptions>(
  policy: UpdatePolicyName,
  options?: O,
): Field<ConfigValue, PresenceOf<O>> {
  return { kind: "anything", policy, ...options };
}

export function textList<const O extends FieldOptions>(
  policy: UpdatePolicyName,
  options?: O,
): Field<readonly string[], PresenceOf<O>> {
  return { kind: "textList", policy, ...options };
}

export function map<const O extends FieldOptions>(
  policy: UpdatePolicyName,
  options?: O,
): Field<ConfigMap, PresenceOf<O>> {
  return { kind: "map", policy, ...options };
}

export function mapList<const O extends FieldOptions>(
  policy: UpdatePolicyName,
  options?: O,
): Field<readonly ConfigMap[], PresenceOf<O>> {
  return { kind: "mapList", policy, ...options };
}

export function action(policy: UpdatePolicyName): Field<CustomActionValue, "optional"> {
  return { kind: "action", policy };
}

export function nested<S extends Section, const O extends FieldOptions>(
  child: S,
  policy: UpdatePolicyName,
  options?: O,
): Field<SectionValue<S>, PresenceOf<O>> {
  return { kind: "section", section: child, policy, ...options };
}

export function nestedList<S extends Section, const O extends FieldOptions>(
  child: S,
  policy: UpdatePolicyName,
  options?: O,
): Field<readonly SectionValue<S>[], PresenceOf<O>> {
  return { kind: "sectionList", section: child, policy, ...options };
}
