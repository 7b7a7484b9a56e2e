import type { Json, JsonObject } from "../../kernel/json.ts";

export function ref(logicalId: string): JsonObject {
  return { Ref: logicalId };
}

export function getAtt(logicalId: string, attribute: string): JsonObject {
  return { "Fn::GetAtt": [logicalId, attribute] };
}

/** Text with values in it; constants next to each other become one. */
export function join(...parts: readonly Json[]): Json {
  const merged: Json[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  const only = merged[0];
  if (merged.length === 1 && only !== undefined) return only;
  return { "Fn::Join": ["", merged] };
}

/** `arn:<partition>:<rest>` */
export function arn(...rest: readonly Json[]): Json {
  return join("arn:", ref("AWS::Partition"), ":", ...rest);
}

/** `arn:<partition>:<service>:<region>:<account>:<rest>` */
export function regionalArn(service: string, ...rest: readonly Json[]): Json {
  return arn(`${service}:`, ref("AWS::Region"), ":", ref("AWS::AccountId"), ":", ...rest);
}

/** The UUID at the end of the stack's id. */
export function stackIdSuffix(): JsonObject {
  return { "Fn::Select": [2, { "Fn::Split": ["/", ref("AWS::StackId")] }] };
}

/** A JSON text in which intrinsic functions stay functions. */
export function jsonText(value: Json): Json {
  const parts: Json[] = [];
  writeJson(value, parts);
  return join(...parts);
}

function writeJson(value: Json, parts: Json[]): void {
  if (Array.isArray(value)) {
    parts.push("[");
    value.forEach((item: Json, index) => {
      if (index > 0) parts.push(",");
      writeJson(item, parts);
    });
    parts.push("]");
  } else if (isIntrinsic(value)) parts.push('"', value, '"');
  else if (typeof value === "object" && value !== null) {
    parts.push("{");
    Object.entries(value).forEach(([key, item], index) => {
      parts.push(`${index > 0 ? "," : ""}${JSON.stringify(key)}:`);
      writeJson(item, parts);
    });
    parts.push("}");
  } else parts.push(JSON.stringify(value));
}

function isIntrinsic(value: Json): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === "Ref" || key.startsWith("Fn::"));
}
