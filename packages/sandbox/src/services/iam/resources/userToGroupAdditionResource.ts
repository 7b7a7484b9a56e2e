import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { USER_DURATIONS } from "../durations.ts";
import { ignoreMissing } from "./ignoreMissing.ts";

export const userToGroupAdditionResource: ResourceProvider = {
  type: "AWS::IAM::UserToGroupAddition",
  durations: USER_DURATIONS,
  create: (_properties, context) => ({ physicalId: generatedName(context, 128) }),
  configure: (_physicalId, properties, context) => change({}, properties, context),
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update: (_physicalId, { before, after }, context) => change(before, after, context),
  delete: (_physicalId, properties, context) => change(properties, {}, context),
};

function change(before: JsonObject, after: JsonObject, context: ResourceContext): void {
  const [had, has] = [membershipsOf(before), membershipsOf(after)];
  for (const membership of has) context.call("iam", "AddUserToGroup", membership);
  for (const { GroupName, UserName } of had)
    if (!has.some((each) => each.GroupName === GroupName && each.UserName === UserName))
      ignoreMissing(() => context.call("iam", "RemoveUserFromGroup", { GroupName, UserName }));
}

function membershipsOf(properties: JsonObject) {
  const read = readProperties(properties);
  return (read.texts("Users") ?? []).map((UserName) => ({ GroupName: read.text("GroupName"), UserName }));
}
