import type { ResourceRecordSet, RRType } from "@aws-sdk/client-route-53";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";

/** Properties of a record set that are modelled, those of its zone not among them. */
export const RECORD_PROPERTIES = ["Name", "Type", "TTL", "ResourceRecords", "AliasTarget"];

const RECORD_TYPES: readonly RRType[] = ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "CAA"];

export function nameOf(properties: JsonObject): string {
  return readProperties(properties).text("Name") ?? "";
}

export function recordOf(properties: JsonObject): ResourceRecordSet {
  const read = readProperties(properties);
  const alias = read.object("AliasTarget");
  return {
    Name: nameOf(properties),
    Type: RECORD_TYPES.find((type) => type === read.text("Type")),
    TTL: read.number("TTL"),
    ResourceRecords: read.texts("ResourceRecords")?.map((Value) => ({ Value })),
    AliasTarget:
      alias === undefined
        ? undefined
        : {
            HostedZoneId: alias.text("HostedZoneId"),
            DNSName: alias.text("DNSName"),
            EvaluateTargetHealth: alias.boolean("EvaluateTargetHealth") ?? false,
          },
  };
}

/** The zone that a template names by its id or by its name. */
export function zoneIdOf(properties: JsonObject, context: ResourceContext): string {
  const read = readProperties(properties);
  const [id, name] = [read.text("HostedZoneId"), read.text("HostedZoneName")];
  if (id !== undefined) return id;
  const { HostedZones } = context.call("route53", "ListHostedZonesByName", { DNSName: name });
  const zones = (HostedZones ?? []).filter((zone) => zone.Name === name);
  const [zone] = zones;
  if (zone?.Id === undefined || zones.length > 1)
    throw new AwsError(
      "NoSuchHostedZone",
      zones.length > 1
        ? `Multiple hosted zones with name ${name ?? ""} found`
        : `No hosted zones named ${name ?? ""} found`,
    );
  return zone.Id;
}
