import type { LoginProfile } from "@aws-sdk/client-iam";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { entityAlreadyExists, limitExceeded, noSuchEntity } from "./iamErrors.ts";
import { wholeSeconds } from "./iamNames.ts";
import { iamPage } from "./iamPaging.ts";
import type { AccessKeyRecord, UserRecord } from "./IamState.ts";
import { userNamed } from "./users.ts";

const CALLER = "sandbox";
const MAX_ACCESS_KEYS = 2;

/** Access keys and passwords are kept and listed; what they allow is not evaluated, and passwords open nothing. */
export const userCredentialOperations = defineOperations<"iam">()({
  CreateAccessKey: {
    members: ["UserName"],
    run(input, context) {
      const user = userNamed(input.UserName ?? CALLER, context);
      if (user.accessKeys.length >= MAX_ACCESS_KEYS)
        throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_ACCESS_KEYS}`);
      const key: AccessKeyRecord = {
        id: `AKIA${context.ids.upperAlphanumeric("iam-access-key", 16)}`,
        secret: `${context.ids.upperAlphanumeric("iam-secret-key", 20)}${context.ids.upperAlphanumeric("iam-secret-key", 20)}`,
        createdMs: context.clock.nowMs(),
        status: "Active",
      };
      user.accessKeys.push(key);
      return { AccessKey: { ...keyView(user, key), SecretAccessKey: key.secret } };
    },
  },
  ListAccessKeys: {
    members: ["UserName", "Marker", "MaxItems"],
    run(input, context) {
      const user = userNamed(input.UserName ?? CALLER, context);
      const { items, ...page } = iamPage(user.accessKeys, (key) => key.id, input);
      return { ...page, AccessKeyMetadata: items.map((key) => keyView(user, key)) };
    },
  },
  UpdateAccessKey: {
    members: ["AccessKeyId", "Status", "UserName"],
    run(input, context) {
      const user = userNamed(input.UserName ?? CALLER, context);
      keyOf(user, input.AccessKeyId).status = input.Status === "Inactive" ? "Inactive" : "Active";
      return {};
    },
  },
  DeleteAccessKey: {
    members: ["AccessKeyId", "UserName"],
    run(input, context) {
      const user = userNamed(input.UserName ?? CALLER, context);
      const { id } = keyOf(user, input.AccessKeyId);
      user.accessKeys = user.accessKeys.filter((key) => key.id !== id);
      return {};
    },
  },
  CreateLoginProfile: {
    members: ["Password", "PasswordResetRequired", "UserName"],
    run(input, context) {
      const user = userNamed(input.UserName ?? CALLER, context);
      if (user.loginProfile !== undefined)
        throw entityAlreadyExists(`Login Profile for user ${user.name} already exists.`);
      const passwordResetRequired = input.PasswordResetRequired ?? false;
      user.loginProfile = { createdMs: context.clock.nowMs(), passwordResetRequired };
      return { LoginProfile: loginView(user) };
    },
  },
  GetLoginProfile: {
    members: ["UserName"],
    run: (input, context) => ({ LoginProfile: loginView(userNamed(input.UserName ?? CALLER, context)) }),
  },
  UpdateLoginProfile: {
    members: ["Password", "PasswordResetRequired", "UserName"],
    run(input, context) {
      const profile = profileOf(userNamed(input.UserName ?? CALLER, context));
      profile.passwordResetRequired = input.PasswordResetRequired ?? profile.passwordResetRequired;
      return {};
    },
  },
  DeleteLoginProfile: {
    members: ["UserName"],
    run(input, context) {
      const user = userNamed(input.UserName ?? CALLER, context);
      profileOf(user);
      user.loginProfile = undefined;
      return {};
    },
  },
});

function keyView(user: UserRecord, key: AccessKeyRecord) {
  return {
    UserName: user.name,
    AccessKeyId: key.id,
    Status: key.status,
    CreateDate: wholeSeconds(key.createdMs),
  };
}

function keyOf(user: UserRecord, id: string | undefined): AccessKeyRecord {
  const key = user.accessKeys.find((each) => each.id === id);
  if (key === undefined) throw noSuchEntity(`The Access Key with id ${id ?? ""} cannot be found.`);
  return key;
}

function profileOf(user: UserRecord): NonNullable<UserRecord["loginProfile"]> {
  if (user.loginProfile === undefined)
    throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  return user.loginProfile;
}

function loginView(user: UserRecord): LoginProfile {
  const { createdMs, passwordResetRequired } = profileOf(user);
  return {
    UserName: user.name,
    CreateDate: wholeSeconds(createdMs),
    PasswordResetRequired: passwordResetRequired,
  };
}
