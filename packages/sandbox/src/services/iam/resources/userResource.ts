import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { USER_DURATIONS } from "../durations.ts";
import { ignoreMissing } from "./ignoreMissing.ts";
import { ownTags } from "./ownTags.ts";
import { changeOwnPolicies, USER_CALLS } from "./policyHolders.ts";

/** Everything that hangs on the user by the template goes with it; what others gave it keeps it from going. */
export const userResource: ResourceProvider = {
  type: "AWS::IAM::User",
  durations: USER_DURATIONS,
  create(properties, context) {
    const read = readProperties(properties);
    const UserName = read.text("UserName") ?? generatedName(context, 64);
    context.call("iam", "CreateUser", {
      UserName,
      Path: read.text("Path"),
      PermissionsBoundary: read.text("PermissionsBoundary"),
      Tags: ownTags(properties, context),
    });
    return { physicalId: UserName };
  },
  configure: (physicalId, properties, context) => change(physicalId, {}, properties, context),
  read(physicalId, _properties, context) {
    const { User } = context.call("iam", "GetUser", { UserName: physicalId });
    return { ref: physicalId, attributes: { Arn: User?.Arn ?? "" } };
  },
  update(physicalId, { before, after, changed }, context) {
    if (changed.includes("Path"))
      context.call("iam", "UpdateUser", {
        UserName: physicalId,
        NewPath: readProperties(after).text("Path") ?? "/",
      });
    if (changed.includes("PermissionsBoundary")) changeBoundary(physicalId, after, context);
    change(physicalId, before, after, context);
    changeTags(physicalId, before, after, context);
  },
  delete(physicalId, properties, context) {
    ignoreMissing(() => {
      change(physicalId, properties, {}, context);
      context.call("iam", "DeleteUser", { UserName: physicalId });
    });
  },
};

function change(UserName: string, before: JsonObject, after: JsonObject, context: ResourceContext): void {
  changeOwnPolicies(USER_CALLS, UserName, { before, after }, context);
  const [had, has] = [groupsOf(before), groupsOf(after)];
  for (const GroupName of had.filter((name) => !has.includes(name)))
    ignoreMissing(() => context.call("iam", "RemoveUserFromGroup", { UserName, GroupName }));
  for (const GroupName of has.filter((name) => !had.includes(name)))
    context.call("iam", "AddUserToGroup", { UserName, GroupName });
  changeLogin(UserName, before, after, context);
}

function changeLogin(
  UserName: string,
  before: JsonObject,
  after: JsonObject,
  context: ResourceContext,
): void {
  const had = readProperties(before).object("LoginProfile");
  const has = readProperties(after).object("LoginProfile");
  if (has === undefined) {
    if (had !== undefined) ignoreMissing(() => context.call("iam", "DeleteLoginProfile", { UserName }));
    return;
  }
  const profile = {
    UserName,
    Password: has.text("Password"),
    PasswordResetRequired: has.boolean("PasswordResetRequired") ?? false,
  };
  if (had === undefined) context.call("iam", "CreateLoginProfile", profile);
  else context.call("iam", "UpdateLoginProfile", profile);
}

function changeBoundary(UserName: string, after: JsonObject, context: ResourceContext): void {
  const PermissionsBoundary = readProperties(after).text("PermissionsBoundary");
  if (PermissionsBoundary === undefined) context.call("iam", "DeleteUserPermissionsBoundary", { UserName });
  else context.call("iam", "PutUserPermissionsBoundary", { UserName, PermissionsBoundary });
}

function changeTags(UserName: string, before: JsonObject, after: JsonObject, context: ResourceContext): void {
  const Tags = ownTags(after, context);
  const TagKeys = resourceTags(before, [])
    .map((tag) => tag.Key)
    .filter((key) => !Tags.some((tag) => tag.Key === key));
  if (TagKeys.length > 0) context.call("iam", "UntagUser", { UserName, TagKeys });
  if (Tags.length > 0) context.call("iam", "TagUser", { UserName, Tags });
}

function groupsOf(properties: JsonObject): string[] {
  return readProperties(properties).texts("Groups") ?? [];
}
