import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { INSTANCE_PROFILE_DURATIONS } from "../durations.ts";
import { ignoreMissing } from "./ignoreMissing.ts";

export const instanceProfileResource: ResourceProvider = {
  type: "AWS::IAM::InstanceProfile",
  durations: INSTANCE_PROFILE_DURATIONS,
  create(properties, context) {
    const read = readProperties(properties);
    const InstanceProfileName = read.text("InstanceProfileName") ?? generatedName(context, 128);
    context.call("iam", "CreateInstanceProfile", { InstanceProfileName, Path: read.text("Path") });
    return { physicalId: InstanceProfileName };
  },
  configure: addRoles,
  read(physicalId, _properties, context) {
    const { InstanceProfile } = context.call("iam", "GetInstanceProfile", {
      InstanceProfileName: physicalId,
    });
    return { ref: physicalId, attributes: { Arn: InstanceProfile?.Arn ?? "" } };
  },
  update(physicalId, { before, after }, context) {
    removeRoles(physicalId, before, context);
    addRoles(physicalId, after, context);
  },
  delete(physicalId, properties, context) {
    removeRoles(physicalId, properties, context);
    ignoreMissing(() => context.call("iam", "DeleteInstanceProfile", { InstanceProfileName: physicalId }));
  },
};

function addRoles(InstanceProfileName: string, properties: JsonObject, context: ResourceContext): void {
  for (const RoleName of readProperties(properties).texts("Roles") ?? [])
    context.call("iam", "AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
}

function removeRoles(InstanceProfileName: string, properties: JsonObject, context: ResourceContext): void {
  for (const RoleName of readProperties(properties).texts("Roles") ?? [])
    ignoreMissing(() =>
      context.call("iam", "RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName }),
    );
}
