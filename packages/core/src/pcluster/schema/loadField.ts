import {
  isConfigList,
  isConfigMap,
  showValue,
  type ConfigMap,
  type ConfigValue,
} from "../yaml/configValue.ts";
import type { Field } from "./field.ts";
import { limitProblems } from "./limitProblem.ts";
import { loadAction } from "./loadAction.ts";
import { loadFlag, loadInteger, loadNumber, loadText, type Scalar } from "./loadScalar.ts";
import { spend, type Place } from "./loadContext.ts";
import { loadSection, loadSectionList } from "./loadSection.ts";

/** Reads the value of one key; undefined when it could not be read at all. */
export function loadField(field: Field, raw: ConfigValue, place: Place): ConfigValue | undefined {
  spend(place.context);
  if (raw === null)
    return refuse(place, "null", "The key has no value.", "Write a value, or remove the key.");
  switch (field.kind) {
    case "text":
      return loadLimited(loadText(raw), field, raw, place);
    case "integer":
      return loadLimited(loadInteger(raw), field, raw, place);
    case "number":
      return loadLimited(loadNumber(raw), field, raw, place);
    case "flag":
      return loadLimited(loadFlag(raw), field, raw, place);
    case "anything":
      return raw;
    case "textList":
      return loadTextList(field, raw, place);
    case "map":
      return isConfigMap(raw) ? raw : refuseType(place, raw, "a map");
    case "mapList":
      return loadMapList(raw, place);
    case "action":
      return loadAction(raw, place);
    case "section":
    case "sectionList":
      return loadNested(field, raw, place);
  }
}

function loadLimited<T extends ConfigValue>(
  scalar: Scalar<T>,
  field: Field,
  raw: ConfigValue,
  place: Place,
): T | undefined {
  if ("expected" in scalar) return refuseType(place, raw, scalar.expected);
  return withinLimits(scalar.value, field, place) ? scalar.value : undefined;
}

function withinLimits(value: ConfigValue, field: Field, place: Place): boolean {
  const problems = limitProblems(value, field);
  for (const problem of problems) refuse(place, "value", problem.message, problem.hint);
  return problems.length === 0;
}

function loadTextList(field: Field, raw: ConfigValue, place: Place): ConfigValue | undefined {
  if (!isConfigList(raw)) return refuseType(place, raw, "a list of texts");
  const item: Field = { kind: "text", policy: field.policy, ...field.items };
  const texts = raw.map((value, index) => loadField(item, value, { ...place, path: [...place.path, index] }));
  if (texts.includes(undefined)) return undefined;
  return withinLimits(raw, field, place) ? raw : undefined;
}

function loadMapList(raw: ConfigValue, place: Place): ConfigValue | undefined {
  if (!isConfigList(raw)) return refuseType(place, raw, "a list of maps");
  const item: Field = { kind: "map", policy: "SUPPORTED" };
  const maps = raw.map((value, index) => loadField(item, value, { ...place, path: [...place.path, index] }));
  return maps.includes(undefined) ? undefined : raw;
}

function loadNested(field: Field, raw: ConfigValue, place: Place): ConfigValue | undefined {
  const { section } = field;
  if (section === undefined) throw new TypeError(`the table has no section for ${place.path.join("/")}`);
  if (field.kind === "section") {
    const loaded = loadSection(section, raw, place.path, place.context);
    return nothingRead(loaded.value) && !loaded.clean ? undefined : loaded.value;
  }
  if (!isConfigList(raw)) return refuseType(place, raw, `a list of ${section.name} sections`);
  const loaded = loadSectionList(section, raw, place.path, place.context);
  return !loaded.clean || withinLimits(loaded.value, field, place) ? loaded.value : undefined;
}

function nothingRead(value: ConfigMap): boolean {
  return Object.keys(value).length === 0;
}

function refuseType(place: Place, raw: ConfigValue, expected: string): undefined {
  return refuse(
    place,
    "type",
    `${showValue(raw)} stands where ${expected} is expected.`,
    `Write ${expected}.`,
  );
}

function refuse(place: Place, rule: string, message: string, hint: string): undefined {
  place.context.findings.push({ rule, path: place.path, part: "value", message, hint });
  return undefined;
}
