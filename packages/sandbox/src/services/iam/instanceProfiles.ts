import type { InstanceProfile } from "@aws-sdk/client-iam";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity, noSuchRole } from "./iamErrors.ts";
import { checkedPath, checkName, mergedTags, copyTag, remainingTags, type TagRules } from "./iamNames.ts";
import { iamPage } from "./iamPaging.ts";
import type { InstanceProfileRecord } from "./IamState.ts";
import { iamStore } from "./iamStore.ts";
import { roleNamed } from "./roles.ts";
import { instanceProfileView } from "./roleViews.ts";

export const instanceProfileOperations = defineOperations<"iam">()({
  CreateInstanceProfile: {
    members: ["InstanceProfileName", "Path", "Tags"],
    run(input, context) {
      const name = input.InstanceProfileName ?? "";
      checkName(name, "instanceProfileName", 128);
      const path = checkedPath(input.Path);
      const { instanceProfiles } = context.store(iamStore);
      if (findNamed(instanceProfiles, name.toLowerCase()) !== undefined)
        throw entityAlreadyExists(`Instance Profile ${name} already exists.`);
      const profile: InstanceProfileRecord = {
        name,
        id: `AIPA${context.ids.upperAlphanumeric("iam-instance-profile", 17)}`,
        path,
        arn: `arn:aws:iam::${context.accountId}:instance-profile${path}${name}`,
        createdMs: context.clock.nowMs(),
        tags: mergedTags([], input.Tags, tagRules(context)),
      };
      putNamed(instanceProfiles, name.toLowerCase(), profile);
      const tags = profile.tags.length === 0 ? {} : { Tags: profile.tags.map(copyTag) };
      return { InstanceProfile: { ...view(profile, context), ...tags } };
    },
  },
  GetInstanceProfile: {
    members: ["InstanceProfileName"],
    run(input, context) {
      const profile = profileNamed(input.InstanceProfileName, context);
      return {
        InstanceProfile: {
          ...view(profile, context),
          Tags: profile.tags.map(copyTag),
        },
      };
    },
  },
  ListInstanceProfiles: {
    members: ["PathPrefix", "Marker", "MaxItems"],
    run(input, context) {
      const prefix = input.PathPrefix ?? "/";
      const profiles = listNamed(context.store(iamStore).instanceProfiles).filter((profile) =>
        profile.path.startsWith(prefix),
      );
      const { items, ...page } = iamPage(profiles, (profile) => profile.name.toLowerCase(), input);
      return { ...page, InstanceProfiles: items.map((profile) => view(profile, context)) };
    },
  },
  ListInstanceProfilesForRole: {
    members: ["RoleName", "Marker", "MaxItems"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      const profiles = listNamed(context.store(iamStore).instanceProfiles).filter(
        (profile) => profile.roleName === role.name,
      );
      const { items, ...page } = iamPage(profiles, (profile) => profile.name.toLowerCase(), input);
      return { ...page, InstanceProfiles: items.map((profile) => view(profile, context)) };
    },
  },
  AddRoleToInstanceProfile: {
    members: ["InstanceProfileName", "RoleName"],
    run(input, context) {
      const profile = profileNamed(input.InstanceProfileName, context);
      const role = roleNamed(input.RoleName, context);
      if (profile.roleName !== undefined)
        throw limitExceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
      profile.roleName = role.name;
      return {};
    },
  },
  RemoveRoleFromInstanceProfile: {
    members: ["InstanceProfileName", "RoleName"],
    run(input, context) {
      const profile = profileNamed(input.InstanceProfileName, context);
      if (profile.roleName !== roleNamed(input.RoleName, context).name)
        throw noSuchRole(input.RoleName ?? "");
      profile.roleName = undefined;
      return {};
    },
  },
  DeleteInstanceProfile: {
    members: ["InstanceProfileName"],
    run(input, context) {
      const profile = profileNamed(input.InstanceProfileName, context);
      if (profile.roleName !== undefined)
        throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
      removeNamed(context.store(iamStore).instanceProfiles, profile.name.toLowerCase());
      return {};
    },
  },
  TagInstanceProfile: {
    members: ["InstanceProfileName", "Tags"],
    run(input, context) {
      const profile = profileNamed(input.InstanceProfileName, context);
      profile.tags = mergedTags(profile.tags, input.Tags, tagRules(context));
      return {};
    },
  },
  UntagInstanceProfile: {
    members: ["InstanceProfileName", "TagKeys"],
    run(input, context) {
      const profile = profileNamed(input.InstanceProfileName, context);
      profile.tags = remainingTags(profile.tags, input.TagKeys ?? []);
      return {};
    },
  },
});

function profileNamed(name: string | undefined, context: CallContext): InstanceProfileRecord {
  const profile = findNamed(context.store(iamStore).instanceProfiles, (name ?? "").toLowerCase());
  if (profile === undefined) throw noSuchEntity(`Instance Profile ${name ?? ""} cannot be found.`);
  return profile;
}

function view(profile: InstanceProfileRecord, context: CallContext): InstanceProfile {
  const role =
    profile.roleName === undefined
      ? undefined
      : findNamed(context.store(iamStore).roles, profile.roleName.toLowerCase());
  return instanceProfileView(profile, role);
}

function tagRules(context: CallContext): TagRules {
  return { caseSensitive: true, systemTags: context.accessKeyId === "sandbox" };
}
