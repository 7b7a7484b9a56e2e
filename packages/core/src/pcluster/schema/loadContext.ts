import type { ConfigPath, ConfigValue } from "../yaml/configValue.ts";
import type { PathPart } from "../yaml/locator.ts";
import type { Field } from "./field.ts";
import type { VersionedSchema } from "./versionedSchema.ts";

/** One thing that the schema refuses. */
export interface SchemaFinding {
  readonly rule: string;
  /** Path in the terms of the official messages. */
  readonly path: ConfigPath;
  /** Path in the text, where it is more exact than `path`. */
  readonly at?: ConfigPath;
  readonly part: PathPart;
  readonly message: string;
  readonly hint: string;
}

/** Where a value stands, and where problems with it go. */
export interface Place {
  readonly path: ConfigPath;
  readonly context: LoadContext;
}

export interface LoadContext {
  readonly schema: VersionedSchema;
  readonly partial: boolean;
  readonly findings: SchemaFinding[];
  /** What the schema accepts, but the official command fails on without a message of its own. */
  readonly failures: SchemaFinding[];
  /** Reads one key; passed along because keys hold sections that hold keys. */
  readonly loadField: (field: Field, raw: ConfigValue, place: Place) => ConfigValue | undefined;
  /** How many values may still be read; aliases can make a short text enormous. */
  budget: number;
}

/** Thrown when a text unfolds to more values than any cluster has. */
export class ConfigTooLarge extends Error {}

export function spend(context: LoadContext): void {
  context.budget -= 1;
  if (context.budget < 0) throw new ConfigTooLarge();
}
