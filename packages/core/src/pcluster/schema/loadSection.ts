import { nearestName } from "../../text/nearestName.ts";
import {
  isConfigMap,
  showValue,
  type ConfigMap,
  type ConfigPath,
  type ConfigValue,
} from "../yaml/configValue.ts";
import { isAtLeast } from "../versions.ts";
import type { Section } from "./field.ts";
import { spend, type LoadContext } from "./loadContext.ts";
import type { VersionedSection } from "./versionedSchema.ts";

/** A section with its keys converted; what could not be read is left out. */
export interface LoadedSection {
  readonly value: ConfigMap;
  readonly clean: boolean;
}

/** Reads one section: first every key, then the checks over several keys if all keys are right. */
export function loadSection(
  section: Section,
  raw: ConfigValue,
  path: ConfigPath,
  context: LoadContext,
): LoadedSection {
  const before = context.findings.length;
  const versioned = context.schema.section(section);
  const value = loadKeys(versioned, raw, path, context);
  checkKeys(versioned, value, path, context);
  if (context.findings.length === before) checkSection(versioned, value, path, context);
  if (context.findings.length === before) checkNeeds(versioned, value, path, context);
  return { value, clean: context.findings.length === before };
}

/** Items of a list are checked together: a wrong key in one of them leaves all without the later checks. */
export function loadSectionList(
  section: Section,
  raw: readonly ConfigValue[],
  path: ConfigPath,
  context: LoadContext,
): { readonly value: readonly ConfigMap[]; readonly clean: boolean } {
  const before = context.findings.length;
  const versioned = context.schema.section(section);
  const value = raw.map((item, index) => loadKeys(versioned, item, [...path, index], context));
  for (const [index, item] of value.entries()) checkKeys(versioned, item, [...path, index], context);
  if (context.findings.length === before)
    for (const [index, item] of value.entries()) checkSection(versioned, item, [...path, index], context);
  if (context.findings.length === before)
    for (const [index, item] of value.entries()) checkNeeds(versioned, item, [...path, index], context);
  return { value, clean: context.findings.length === before };
}

function loadKeys(
  section: VersionedSection,
  raw: ConfigValue,
  path: ConfigPath,
  context: LoadContext,
): ConfigMap {
  const value: { [key: string]: ConfigValue } = {};
  spend(context);
  if (!isConfigMap(raw)) {
    const message = `${showValue(raw)} stands where a section is expected.`;
    context.findings.push({
      rule: "type",
      path,
      part: "value",
      message,
      hint: `Write a map of ${keyList(section)}.`,
    });
    return value;
  }
  for (const [key, field] of section.fields) {
    const given = raw[key];
    if (given !== undefined) {
      const loaded = context.loadField(field, given, { path: [...path, key], context });
      if (loaded !== undefined) value[key] = loaded;
    } else if (field.required === true && !context.partial) {
      const message = `The required key ${key} is missing.`;
      context.findings.push({
        rule: "required",
        path: [...path, key],
        part: "key",
        message,
        hint: `Add ${key}.`,
      });
    }
  }
  for (const key of Object.keys(raw)) if (!section.fields.has(key)) refuseKey(section, key, path, context);
  return value;
}

function refuseKey(section: VersionedSection, key: string, path: ConfigPath, context: LoadContext): void {
  const near = nearestName(key, [...section.fields.keys()]);
  const hint =
    section.removed.get(key) ??
    (near === undefined ? `Known here: ${keyList(section)}.` : `Did you mean ${near}?`);
  const message = `The key ${key} is not known here.`;
  context.findings.push({ rule: "unknown-key", path: [...path, key], part: "key", message, hint });
}

function keyList(section: VersionedSection): string {
  return [...section.fields.keys()].join(", ") || "no keys at all";
}

function checkKeys(
  section: VersionedSection,
  value: ConfigMap,
  path: ConfigPath,
  context: LoadContext,
): void {
  for (const [key, field] of section.fields) {
    const given = value[key];
    if (field.check === undefined || given === undefined) continue;
    const keyPath = [...path, key];
    const loaded = !context.findings.some((finding) => isWithin(finding.path, keyPath));
    const verdict = field.check(given, loaded);
    if (verdict === undefined) continue;
    const list = verdict.kind === "failure" ? context.failures : context.findings;
    list.push({ rule: "value", path: keyPath, part: "value", message: verdict.message, hint: verdict.hint });
  }
}

function isWithin(path: ConfigPath, parent: ConfigPath): boolean {
  return parent.every((element, index) => path[index] === element);
}

function checkSection(
  section: VersionedSection,
  value: ConfigMap,
  path: ConfigPath,
  context: LoadContext,
): void {
  const hasAwsBatch = !isAtLeast(context.schema.version, "3.16.0");
  for (const check of section.checks)
    for (const finding of check(value, { partial: context.partial, hasAwsBatch })) {
      const { key, message, hint } = finding;
      context.findings.push({
        rule: "section",
        path: key === undefined ? path : [...path, key],
        part: "key",
        message,
        hint,
      });
    }
}

function checkNeeds(
  section: VersionedSection,
  value: ConfigMap,
  path: ConfigPath,
  context: LoadContext,
): void {
  const missing = section.needs(value);
  if (missing === undefined) return;
  const message = `The section needs ${missing}.`;
  context.failures.push({
    rule: "incomplete",
    path,
    part: "key",
    message,
    hint: `Add ${missing}, or remove the section.`,
  });
}
