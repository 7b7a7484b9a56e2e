import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";

export interface TopicRecord {
  readonly name: string;
  readonly arn: string;
  /** Attributes that were set. */
  attributes: Record<string, string>;
  tags: { readonly Key: string; readonly Value: string }[];
  deletedSubscriptions: number;
}

export interface SubscriptionRecord {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Of queues and functions at once; all others wait for a confirmation that never comes here. */
  readonly isConfirmed: boolean;
  isRaw: boolean;
}

export interface SnsState {
  topics: NameTable<TopicRecord>;
  subscriptions: SubscriptionRecord[];
}

export const snsStore = defineStore<SnsState>("sns", "region", () => ({ topics: {}, subscriptions: [] }));
