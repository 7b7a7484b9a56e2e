import type { Json } from "../../kernel/json.ts";
import type { BeforeRecord, OperationRecord, RemovalTarget } from "../engine/OperationRecord.ts";
import type { OutputRecord } from "./OutputRecord.ts";
import type { ResourceRecord } from "./ResourceRecord.ts";
import type { StackDefinition } from "./StackDefinition.ts";

export interface EventRecord {
  readonly eventId: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly timestampMs: number;
  readonly properties?: Json | undefined;
  readonly clientRequestToken?: string | undefined;
}

/** A nested stack knows the stack that made it. */
export interface ParentRecord {
  readonly stackId: string;
  readonly rootId: string;
  readonly logicalId: string;
}

export interface StackRecord {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly parent?: ParentRecord | undefined;
  updatedMs?: number | undefined;
  deletedMs?: number | undefined;
  status: string;
  statusReason?: string | undefined;
  definition: StackDefinition;
  resources: Record<string, ResourceRecord>;
  outputs: readonly OutputRecord[];
  /** Names of the exports of other stacks that this one uses. */
  imports: readonly string[];
  readonly events: EventRecord[];
  operation?: OperationRecord | undefined;
  /** The update whose rollback failed and can be continued. */
  failedRollback?: OperationRecord | undefined;
  /** What an update goes back to after one that failed and was not rolled back. */
  lastStable?: BeforeRecord | undefined;
  /** What an update that failed and was not rolled back had replaced: removed by the next operation. */
  leftovers?: readonly RemovalTarget[] | undefined;
  changeSetId?: string | undefined;
  disableRollback: boolean;
  timeoutMinutes?: number | undefined;
  terminationProtection: boolean;
  stackPolicy?: string | undefined;
  /** Token and action of the last operation, which make a repeated request harmless. */
  lastRequest?: { readonly action: string; readonly token: string } | undefined;
}
