import type { ConfigMap, ConfigValue } from "../yaml/configValue.ts";

/** What a check found. `key` names the field inside the section; without it the section itself is meant. */
export interface CheckFinding {
  readonly key?: string;
  readonly message: string;
  readonly hint: string;
}

/** A check over several keys of a section; runs only when every key by itself is right. */
export type SectionCheck = (value: ConfigMap, facts: CheckFacts) => readonly CheckFinding[];

export interface CheckFacts {
  /** Part of a section is being read: what is missing is not reported. */
  readonly partial: boolean;
  /** The version still has the scheduler awsbatch. */
  readonly hasAwsBatch: boolean;
}

/**
 * A check of one key beyond its type, run even when other keys of the section are wrong. `loaded` is false
 * when items of a list had problems; the list then holds what could be read of them.
 */
export type FieldCheck = (value: ConfigValue, loaded: boolean) => FieldVerdict | undefined;

export interface FieldVerdict {
  /** `failure` where the official command ends with an error of its own instead of a message. */
  readonly kind: "refused" | "failure";
  readonly message: string;
  readonly hint: string;
}
