import { isAtLeast, type ParallelClusterVersion } from "../versions.ts";
import type { Field, Section } from "./field.ts";

/** A section as one version knows it. */
export interface VersionedSection {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Keys that the version does not know any more, with what to do instead. */
  readonly removed: ReadonlyMap<string, string>;
  readonly checks: NonNullable<Section["checks"]>;
  readonly needs: NonNullable<Section["needs"]>;
}

export interface VersionedSchema {
  readonly version: ParallelClusterVersion;
  section(section: Section): VersionedSection;
}

/** The tables at one version: dated fields and changes are applied once per section, when first asked for. */
export function createVersionedSchema(version: ParallelClusterVersion): VersionedSchema {
  const known = new WeakMap<Section, VersionedSection>();
  return {
    version,
    section: (section) => {
      const found = known.get(section);
      if (found !== undefined) return found;
      const made = sectionAt(section, version);
      known.set(section, made);
      return made;
    },
  };
}

function sectionAt(section: Section, version: string): VersionedSection {
  const fields = new Map<string, Field>();
  const removed = new Map<string, string>();
  for (const [key, field] of Object.entries(section.fields)) {
    if (field.since !== undefined && !isAtLeast(version, field.since)) continue;
    if (field.removedIn !== undefined && isAtLeast(version, field.removedIn))
      removed.set(key, field.removedHint ?? `Remove the key: ParallelCluster ${field.removedIn} dropped it.`);
    else fields.set(key, fieldAt(field, version));
  }
  return {
    name: section.name,
    fields,
    removed,
    checks: section.checks ?? [],
    needs: section.needs ?? (() => undefined),
  };
}

function fieldAt(field: Field, version: string): Field {
  const { changes = [], ...rest } = field;
  const current: Field = { ...rest };
  for (const { since, ...change } of changes) if (isAtLeast(version, since)) Object.assign(current, change);
  return current;
}
