import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";

export interface MessageRecord {
  readonly id: string;
  readonly body: string;
  readonly sentMs: number;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly sequence: number;
  /** When it can be received (again). */
  visibleMs: number;
  receiveCount: number;
  firstReceivedMs?: number | undefined;
  receiptHandle?: string | undefined;
}

export interface QueueRecord {
  readonly name: string;
  readonly createdMs: number;
  modifiedMs: number;
  /** Attributes that were set; the others have the service's defaults. */
  attributes: Record<string, string>;
  tags: Record<string, string>;
  messages: MessageRecord[];
  lastSequence: number;
  purgedMs?: number | undefined;
}

export interface SqsState {
  queues: NameTable<QueueRecord>;
  /** When queues were deleted: their names cannot be used for a minute. */
  deletedMs: NameTable<number>;
}

export const sqsStore = defineStore<SqsState>("sqs", "region", () => ({ queues: {}, deletedMs: {} }));
