import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed } from "../../kernel/NameTable.ts";
import { route53Store, type ZoneRecord } from "./Route53State.ts";

/** @param id - with or without `/hostedzone/`. */
export function zoneOf(id: string | undefined, context: RegionContext): ZoneRecord {
  const bare = (id ?? "").replace(/^\/?hostedzone\//, "");
  const zone = findNamed(context.store(route53Store).zones, bare);
  if (zone === undefined)
    throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${bare}`, { httpStatus: 404 });
  return zone;
}

/** A domain name as the service writes it: lower case, with a dot at the end, other characters as `\\ooo`. */
export function domainName(text: string): string {
  const lower = text.toLowerCase().replace(/\.$/, "");
  const escaped = lower.replace(
    /[^a-z0-9\-_.\\]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  if (lower === "" || lower.split(".").some((label) => label === "" || label.length > 63))
    throw new AwsError("InvalidDomainName", `${text} is not a valid domain name`);
  return `${escaped}.`;
}

/** Text that sorts names as the service lists them: by labels from the right. */
export function sortableName(name: string): string {
  return name.replace(/\.$/, "").split(".").reverse().join("\u0001");
}
