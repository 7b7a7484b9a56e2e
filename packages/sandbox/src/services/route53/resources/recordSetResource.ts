import type { ChangeAction } from "@aws-sdk/client-route-53";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties } from "../../../kernel/readProperties.ts";
import { RECORD_DURATIONS } from "../durations.ts";
import { nameOf, RECORD_PROPERTIES, recordOf, zoneIdOf } from "./recordProperties.ts";

const TYPE = "AWS::Route53::RecordSet";
const MODELLED = [...RECORD_PROPERTIES, "HostedZoneId", "HostedZoneName", "Comment"];

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
