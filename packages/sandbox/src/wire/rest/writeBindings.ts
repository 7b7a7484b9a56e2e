import type { Member, Shape, StructureShape } from "../models/Shape.ts";
import { plainText, scalarToText } from "../scalars.ts";
import { isRecord } from "../setMember.ts";

/** The headers and the status that an output sets. */
export interface WrittenBindings {
  readonly headers: Record<string, string>;
  readonly status: number | undefined;
}

export function writeBindings(shape: StructureShape, output: unknown): WrittenBindings {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  if (!isRecord(output)) return { headers, status };
  for (const member of shape.members) {
    const value = output[member.name];
    if (value === undefined || value === null) continue;
    if (member.binding.place === "header") headers[member.binding.name] = headerText(member.target, value);
    else if (member.binding.place === "header-map")
      Object.assign(headers, prefixed(member.binding.prefix, value));
    else if (member.binding.place === "status") status = Number(value);
  }
  return { headers, status };
}

/** The member whose value is the whole body, if the output has one. */
export function payloadMemberOf(shape: StructureShape): Member | undefined {
  return shape.members.find((member) => member.binding.place === "payload");
}

function headerText(shape: Shape, value: unknown): string {
  if (shape.kind === "list")
    return Array.isArray(value)
      ? value.map((element) => headerText(shape.element.target, element)).join(", ")
      : "";
  if (shape.kind === "map" || shape.kind === "structure" || shape.kind === "union") return "";
  return headerSafe(scalarToText(shape, value, "http-date"));
}

function prefixed(prefix: string, value: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(isRecord(value) ? value : {}))
    headers[`${prefix}${name.toLowerCase()}`] = headerSafe(plainText(text));
  return headers;
}

/** Text that a header cannot hold is written as S3 does, in the encoding of mail headers. */
function headerSafe(text: string): string {
  return /^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(text)
    ? text
    : `=?UTF-8?B?${Buffer.from(text, "utf8").toString("base64")}?=`;
}
