import type { Change } from "@aws-sdk/client-route-53";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties } from "../../../kernel/readProperties.ts";
import { RECORD_DURATIONS } from "../durations.ts";
import { nameOf, RECORD_PROPERTIES, recordOf, zoneIdOf } from "./recordProperties.ts";

const TYPE = "AWS::Route53::RecordSetGroup";
const MODELLED = ["Comment", "HostedZoneId", "HostedZoneName", "RecordSets"];

/** Record sets of one zone, changed in one batch. */
export const recordSetGroupResource: ResourceProvider = {
  type: TYPE,
  durations: RECORD_DURATIONS,
  create(properties, context) {
    const records = recordsOf(properties);
    change(
      properties,
      records.map((record) => ({ Action: "CREATE", ResourceRecordSet: recordOf(record) })),
      context,
    );
    return { physicalId: generatedName(context, 128) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update(_physicalId, { before, after }, context) {
    const kept = recordsOf(after);
    const gone = recordsOf(before).filter((old) => !kept.some((record) => keyOf(record) === keyOf(old)));
    change(
      after,
      [
        ...gone.map((record): Change => ({ Action: "DELETE", ResourceRecordSet: recordOf(record) })),
        ...kept.map((record): Change => ({ Action: "UPSERT", ResourceRecordSet: recordOf(record) })),
      ],
      context,
    );
  },
  delete(_physicalId, properties, context) {
    for (const record of recordsOf(properties)) {
      try {
        change(properties, [{ Action: "DELETE", ResourceRecordSet: recordOf(record) }], context);
      } catch (error) {
        const isGone =
          error instanceof AwsError &&
          (error.code === "NoSuchHostedZone" || error.message.includes("but it was not found"));
        if (!isGone) throw error;
      }
    }
  },
};

function recordsOf(properties: JsonObject): JsonObject[] {
  refuseOtherProperties(TYPE, properties, MODELLED);
  return readProperties(properties)
    .objects("RecordSets")
    .map((record) => {
      refuseOtherProperties(`${TYPE}.RecordSet`, record.properties, RECORD_PROPERTIES);
      return record.properties;
    });
}

function keyOf(record: JsonObject): string {
  return `${nameOf(record)} ${readProperties(record).text("Type") ?? ""}`;
}

function change(properties: JsonObject, Changes: Change[], context: ResourceContext): void {
  if (Changes.length === 0) return;
  const Comment = readProperties(properties).text("Comment");
  const HostedZoneId = zoneIdOf(properties, context);
  context.call("route53", "ChangeResourceRecordSets", { HostedZoneId, ChangeBatch: { Comment, Changes } });
}
