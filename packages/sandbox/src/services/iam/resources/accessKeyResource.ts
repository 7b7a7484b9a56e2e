import type { ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { findNamed } from "../../../kernel/NameTable.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { USER_DURATIONS } from "../durations.ts";
import { identityStore } from "../iamStore.ts";
import { ignoreMissing } from "./ignoreMissing.ts";

/** `Ref` answers the id; CloudFormation remembers the secret, which IAM gives once. */
export const accessKeyResource: ResourceProvider = {
  type: "AWS::IAM::AccessKey",
  durations: USER_DURATIONS,
  create(properties, context) {
    const { AccessKey } = context.call("iam", "CreateAccessKey", {
      UserName: readProperties(properties).text("UserName"),
    });
    return { physicalId: AccessKey?.AccessKeyId ?? "" };
  },
  configure(AccessKeyId, properties, context) {
    const read = readProperties(properties);
    if (read.text("Status") !== "Inactive") return;
    const UserName = read.text("UserName");
    context.call("iam", "UpdateAccessKey", { AccessKeyId, UserName, Status: "Inactive" });
  },
  read(physicalId, properties, context) {
    const name = readProperties(properties).text("UserName") ?? "";
    const user = findNamed(context.store(identityStore).users, name.toLowerCase());
    const key = user?.accessKeys.find((each) => each.id === physicalId);
    return { ref: physicalId, attributes: { Id: physicalId, SecretAccessKey: key?.secret ?? "" } };
  },
  update(AccessKeyId, { after }, context) {
    const read = readProperties(after);
    const Status = read.text("Status") === "Inactive" ? "Inactive" : "Active";
    context.call("iam", "UpdateAccessKey", { AccessKeyId, UserName: read.text("UserName"), Status });
  },
  delete(AccessKeyId, properties, context) {
    const UserName = readProperties(properties).text("UserName");
    ignoreMissing(() => context.call("iam", "DeleteAccessKey", { AccessKeyId, UserName }));
  },
};
