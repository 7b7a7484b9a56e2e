import { expect, test } from "vitest";
import { projectJsonSchema } from "./projectJsonSchema.ts";
import { projectReferencePage } from "./projectReferencePage.ts";
import { isMapping } from "./readYaml.ts";

test("every key of the project file has a description in the JSON Schema", () => {
  expect(undescribed(projectJsonSchema(), "")).toEqual([]);
});

test("the page has a section for each top-level key and a row for each key below", () => {
  const page = projectReferencePage();
  expect(page).toContain("## `capacity` (required)");
  expect(page).toContain("| `scratch.capacityGiB` | 1200 to 1000800 | `1200` |");
  expect(page).toContain("| `[].name` |");
});

test("units stand in the names of all numbers", () => {
  const numbers = numbersIn(projectJsonSchema(), "");
  const units = /(GiB|MBps|MBpsPerTiB|Minutes|Days|UsdPerHour|count|static|port)$/;
  expect(numbers.filter((path) => !units.test(path))).toEqual([]);
});

function undescribed(node: unknown, path: string): readonly string[] {
  const own = isMapping(node) && typeof node["description"] === "string" ? [] : [path];
  return own.concat(children(node).flatMap(([key, child]) => undescribed(child, `${path}.${key}`)));
}

function numbersIn(node: unknown, path: string): readonly string[] {
  const isNumber = isMapping(node) && (node["type"] === "integer" || node["type"] === "number");
  const own = isNumber ? [path] : [];
  return own.concat(children(node).flatMap(([key, child]) => numbersIn(child, `${path}.${key}`)));
}

function children(node: unknown): readonly (readonly [string, unknown])[] {
  if (!isMapping(node)) return [];
  const properties = isMapping(node["properties"]) ? Object.entries(node["properties"]) : [];
  return isMapping(node["items"]) ? [...properties, ...children(node["items"])] : properties;
}
