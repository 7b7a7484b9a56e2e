import type { ChangeAction, ResourceRecordSet, RRType } from "@aws-sdk/client-route-53";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties } from "../../../kernel/readProperties.ts";
import { RECORD_DURATIONS } from "../durations.ts";

const TYPE = "AWS::Route53::RecordSet";
const MODELLED = [
  "HostedZoneId",
  "HostedZoneName",
  "Name",
  "Type",
  "TTL",
  "ResourceRecords",
  "AliasTarget",
  "Comment",
];
const RECORD_TYPES: readonly RRType[] = ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT", "CAA"];

export const recordSetResource: ResourceProvider = {
  type: TYPE,
  durations: RECORD_DURATIONS,
  create(properties, context) {
    refuseOtherProperties(TYPE, properties, MODELLED);
    change("CREATE", properties, context);
    return { physicalId: nameOf(properties) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  update(_physicalId, { after }, context) {
    refuseOtherProperties(TYPE, after, MODELLED);
    change("UPSERT", after, context);
  },
  delete(_physicalId, properties, context) {
    try {
      change("DELETE", properties, context);
    } catch (error) {
      const isGone =
        error instanceof AwsError &&
        (error.code === "NoSuchHostedZone" || error.message.includes("but it was not found"));
      if (!isGone) throw error;
    }
  },
};

function change(Action: ChangeAction, properties: JsonObject, context: ResourceContext): void {
  const Comment = readProperties(properties).text("Comment");
  context.call("route53", "ChangeResourceRecordSets", {
    HostedZoneId: zoneIdOf(properties, context),
    ChangeBatch: { Comment, Changes: [{ Action, ResourceRecordSet: recordOf(properties) }] },
  });
}

function nameOf(properties: JsonObject): string {
  return readProperties(properties).text("Name") ?? "";
}

function recordOf(properties: JsonObject): ResourceRecordSet {
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

function zoneIdOf(properties: JsonObject, context: ResourceContext): string {
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
