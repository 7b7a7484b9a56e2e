import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";

export interface ConfigurationItemRecord {
  readonly type: string;
  readonly parameters: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface GroupRecord {
  readonly name: string;
  readonly arn: string;
  description: string;
  readonly configuration: readonly ConfigurationItemRecord[];
  tags: Record<string, string>;
  /** ARNs of the members, in order of joining. */
  members: string[];
}

export const resourceGroupsStore = defineStore<{ groups: NameTable<GroupRecord> }>(
  "resource-groups",
  "region",
  () => ({ groups: {} }),
);
