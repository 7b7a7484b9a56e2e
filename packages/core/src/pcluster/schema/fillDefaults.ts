import { isConfigMap, type ConfigMap, type ConfigValue } from "../yaml/configValue.ts";
import type { Section } from "./field.ts";
import type { VersionedSchema } from "./versionedSchema.ts";

/** A loaded section with every default of the tables written out, implied sections included. */
export function fillDefaults(section: Section, value: ConfigMap, schema: VersionedSchema): ConfigMap {
  const filled: { [key: string]: ConfigValue } = {};
  for (const [key, field] of schema.section(section).fields) {
    const given = value[key];
    const child = field.section;
    if (given === undefined) {
      if (field.default !== undefined) filled[key] = field.default;
      else if (field.implied === true && child !== undefined) filled[key] = fillDefaults(child, {}, schema);
    } else if (child !== undefined && field.kind === "section" && isConfigMap(given))
      filled[key] = fillDefaults(child, given, schema);
    else if (child !== undefined && Array.isArray(given))
      filled[key] = given.map((item: ConfigValue) =>
        isConfigMap(item) ? fillDefaults(child, item, schema) : item,
      );
    else filled[key] = given;
  }
  return filled;
}
