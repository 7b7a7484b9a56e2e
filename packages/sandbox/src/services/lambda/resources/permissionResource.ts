import type { ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import { readProperties, refuseOtherProperties } from "../../../kernel/readProperties.ts";
import { PERMISSION_DURATIONS } from "../durations.ts";

const MODELLED = [
  "Action",
  "FunctionName",
  "Principal",
  "SourceArn",
  "SourceAccount",
  "PrincipalOrgID",
  "EventSourceToken",
];

export const permissionResource: ResourceProvider = {
  type: "AWS::Lambda::Permission",
  durations: PERMISSION_DURATIONS,
  create(properties, context) {
    refuseOtherProperties("AWS::Lambda::Permission", properties, MODELLED);
    const read = readProperties(properties);
    const StatementId = generatedName(context, 100);
    context.call("lambda", "AddPermission", {
      FunctionName: read.text("FunctionName"),
      StatementId,
      Action: read.text("Action"),
      Principal: read.text("Principal"),
      SourceArn: read.text("SourceArn"),
      SourceAccount: read.text("SourceAccount"),
      PrincipalOrgID: read.text("PrincipalOrgID"),
      EventSourceToken: read.text("EventSourceToken"),
    });
    return { physicalId: StatementId };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  delete(physicalId, properties, context) {
    const FunctionName = readProperties(properties).text("FunctionName");
    try {
      context.call("lambda", "RemovePermission", { FunctionName, StatementId: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "ResourceNotFoundException")) throw error;
    }
  },
};
