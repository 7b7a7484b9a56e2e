#!/usr/bin/env node
// Writes packages/sandbox/generated/resource-spec.json from AWS's resource specification: the types that the
// sandbox checks properties of, and the names of all others. The JSON is kept as one string, so that type
// checking and start-up do not pay for it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";
import { ROOT } from "../lib/stamps.mjs";

const TYPES = join(ROOT, "packages/sandbox/src/cloudformation/specification/specifiedTypes.json");
const OUTPUT = join(ROOT, "packages/sandbox/generated/resource-spec.json");

function typeOf(db, type, definitions) {
  switch (type.type) {
    case "string":
    case "integer":
    case "number":
    case "boolean":
    case "json":
    case "tag":
      return type.type;
    case "date-time":
      return "string";
    case "array":
      return { array: typeOf(db, type.element, definitions) };
    case "map":
      return { map: typeOf(db, type.element, definitions) };
    case "union":
      return { anyOf: type.types.map((member) => typeOf(db, member, definitions)) };
    case "ref": {
      const definition = db.get("typeDefinition", type.reference.$ref);
      if (!Object.hasOwn(definitions, definition.name)) {
        definitions[definition.name] = {};
        definitions[definition.name] = propertiesOf(db, definition.properties, definitions);
      }
      return { ref: definition.name };
    }
    default:
      throw new Error(`unknown type "${type.type}" in the resource specification`);
  }
}

function propertiesOf(db, properties, definitions) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      {
        type: typeOf(db, property.type, definitions),
        ...(property.required ? { required: true } : {}),
        ...(property.causesReplacement && property.causesReplacement !== "no"
          ? { replacement: property.causesReplacement }
          : {}),
      },
    ]),
  );
}

function resourceOf(db, resource) {
  const definitions = {};
  return {
    properties: propertiesOf(db, resource.properties, definitions),
    definitions,
    attributes: Object.keys(resource.attributes).sort(),
    ...(resource.tagInformation ? { tagProperty: resource.tagInformation.tagPropertyName } : {}),
  };
}

const wanted = JSON.parse(readFileSync(TYPES, "utf8"));
const db = await loadAwsServiceSpec();
const all = new Map(db.all("resource").map((resource) => [resource.cloudFormationType, resource]));
const types = {};
for (const name of wanted) {
  const resource = all.get(name);
  if (resource === undefined) throw new Error(`the resource specification has no type ${name}`);
  types[name] = resourceOf(db, resource);
}
const otherTypes = [...all.keys()].filter((name) => !Object.hasOwn(types, name)).sort();
mkdirSync(dirname(OUTPUT), { recursive: true });
writeFileSync(OUTPUT, `${JSON.stringify({ text: JSON.stringify({ types, otherTypes }) })}\n`);
