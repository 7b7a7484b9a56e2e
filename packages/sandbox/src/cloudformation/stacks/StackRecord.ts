import type { Json, JsonObject } from "../../kernel/json.ts";
import type { BeforeRecord, OperationRecord, RemovalTarget } from "../engine/OperationRecord.ts";
import type { ParameterRecord } from "../parameters/ParameterRecord.ts";
import type { DeletionPolicy, Template } from "../template/Template.ts";

export interface TagRecord {
  readonly key: string;
  readonly value: string;
}

/** What a stack is to be: template, parameters and all that is given beside them. */
export interface StackDefinition {
  readonly templateText: string;
  readonly template: Template;
  readonly parameters: readonly ParameterRecord[];
  readonly tags: readonly TagRecord[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string | undefined;
}

export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  physicalId?: string | undefined;
  status: string;
  statusReason?: string | undefined;
  timestampMs: number;
  /** As the resource was last made or updated, functions carried out. */
  properties: JsonObject;
  metadata?: JsonObject | undefined;
  /** What came for the creation policy, by unique id. */
  signals?: Readonly<Record<string, "SUCCESS" | "FAILURE">> | undefined;
  needs: readonly string[];
  deletionPolicy?: DeletionPolicy | undefined;
  updateReplacePolicy?: DeletionPolicy | undefined;
}

export interface OutputRecord {
  readonly key: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly exportName?: string | undefined;
}

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
