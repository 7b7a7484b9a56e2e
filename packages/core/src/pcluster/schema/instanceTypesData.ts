import { isConfigMap, showValue, type ConfigMap } from "../yaml/configValue.ts";
import { isAtLeast, type ParallelClusterVersion } from "../versions.ts";
import { isJson } from "./fieldChecks.ts";
import type { SchemaFinding } from "./loadContext.ts";
import { isWritten } from "./needs.ts";

/** `InstanceTypesData` is read before the schema; what is wrong there ends the official command at once. */
export function checkInstanceTypesData(
  root: ConfigMap,
  version: ParallelClusterVersion,
): readonly SchemaFinding[] {
  const settings = root["DevSettings"];
  if (settings === undefined || (isAtLeast(version, "3.14.1") && !isWritten(settings))) return [];
  if (!isConfigMap(settings))
    return [
      failure(["DevSettings"], `${showValue(settings)} stands where a section is expected.`, "Write a map."),
    ];
  const data = settings["InstanceTypesData"];
  if (!isWritten(data) || (typeof data === "string" && isJson(data))) return [];
  return [
    failure(
      ["DevSettings", "InstanceTypesData"],
      `${showValue(data)} is not the text of a JSON document.`,
      "Write the answer of DescribeInstanceTypes as JSON in quotes.",
    ),
  ];
}

function failure(path: readonly string[], message: string, hint: string): SchemaFinding {
  return { rule: "instance-types-data", path, part: "value", message, hint };
}
