import type { ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { USER_DURATIONS } from "../durations.ts";
import { ignoreMissing } from "./ignoreMissing.ts";
import { changeOwnPolicies, GROUP_CALLS } from "./policyHolders.ts";

export const groupResource: ResourceProvider = {
  type: "AWS::IAM::Group",
  durations: USER_DURATIONS,
  create(properties, context) {
    const read = readProperties(properties);
    const GroupName = read.text("GroupName") ?? generatedName(context, 128);
    context.call("iam", "CreateGroup", { GroupName, Path: read.text("Path") });
    return { physicalId: GroupName };
  },
  configure: (physicalId, properties, context) =>
    changeOwnPolicies(GROUP_CALLS, physicalId, { before: {}, after: properties }, context),
  read(physicalId, _properties, context) {
    const { Group } = context.call("iam", "GetGroup", { GroupName: physicalId });
    return { ref: physicalId, attributes: { Arn: Group?.Arn ?? "" } };
  },
  update(physicalId, { before, after, changed }, context) {
    if (changed.includes("Path"))
      context.call("iam", "UpdateGroup", {
        GroupName: physicalId,
        NewPath: readProperties(after).text("Path") ?? "/",
      });
    changeOwnPolicies(GROUP_CALLS, physicalId, { before, after }, context);
  },
  delete(physicalId, properties, context) {
    ignoreMissing(() => {
      changeOwnPolicies(GROUP_CALLS, physicalId, { before: properties, after: {} }, context);
      context.call("iam", "DeleteGroup", { GroupName: physicalId });
    });
  },
};
