import { defineStore } from "../../kernel/defineStore.ts";
import { freshRoles, freshUsers } from "./freshAccount.ts";
import type { IamState } from "./IamState.ts";

export const iamStore = defineStore<IamState>("iam", "global", (context) => ({
  roles: freshRoles(context.accountId),
  policies: {},
  instanceProfiles: {},
  users: freshUsers(context.accountId),
}));
