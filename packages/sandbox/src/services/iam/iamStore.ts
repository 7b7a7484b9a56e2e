import { defineStore } from "../../kernel/defineStore.ts";
import { freshRoles, freshUsers } from "./freshAccount.ts";
import type { IamState, IdentityState } from "./IamState.ts";

export const iamStore = defineStore<IamState>("iam", "global", (context) => ({
  roles: freshRoles(context.accountId),
  policies: {},
  instanceProfiles: {},
}));

export const identityStore = defineStore<IdentityState>("iam-identities", "global", (context) => ({
  users: freshUsers(context.accountId),
  groups: {},
}));
