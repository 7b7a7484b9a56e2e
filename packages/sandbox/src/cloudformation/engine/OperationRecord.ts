import type { JsonObject } from "../../kernel/json.ts";
import type { OutputRecord } from "../stacks/OutputRecord.ts";
import type { ResourceRecord } from "../stacks/ResourceRecord.ts";
import type { StackDefinition } from "../stacks/StackDefinition.ts";
import type { DeletionPolicy } from "../template/Template.ts";

export type Phase =
  /** Resources are created and updated. */
  | "provision"
  /** What a failed creation has made is deleted. */
  | "rollback"
  /** Resources get back what they were before a failed update. */
  | "revert"
  /** What an update, or its rollback, has made superfluous is deleted. */
  | "cleanup"
  | "revert-cleanup"
  /** A nested stack's update is done; its parent decides whether it lasts. */
  | "held"
  | "delete";

export type TaskState = "waiting" | "starting" | "working" | "done" | "failed" | "cancelled";

/** A physical resource that a task removes. */
export interface RemovalTarget {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string | undefined;
  readonly properties: JsonObject;
  readonly policy: DeletionPolicy | undefined;
  /** Logical ids that it needed: they are removed after it. */
  readonly needs: readonly string[];
}

/** One thing that a phase does to one resource. Progress lives here and in timers, never in memory. */
export interface TaskRecord {
  readonly key: string;
  readonly logicalId: string;
  /** Keys of the tasks that must be done before. */
  readonly needs: readonly string[];
  state: TaskState;
  /** Whether the resource was touched: a rollback has to see to it. */
  touched: boolean;
  kind?: "create" | "update" | "replace" | undefined;
  /** What a creation or update is to give the resource. */
  properties?: JsonObject | undefined;
  metadata?: JsonObject | undefined;
  changed?: readonly string[] | undefined;
  target?: RemovalTarget | undefined;
  token?: string | undefined;
  /** The wait of a creation policy for its signals. */
  signals?: { readonly count: number; readonly timerId: number; timedOut: boolean } | undefined;
  /** How long a step that something else holds up is tried again. */
  retryUntilMs?: number | undefined;
  timerId?: number | undefined;
}

/** What an update can be rolled back to. */
export interface BeforeRecord {
  readonly status: string;
  readonly definition: StackDefinition;
  readonly resources: Record<string, ResourceRecord>;
  readonly outputs: readonly OutputRecord[];
  readonly imports: readonly string[];
}

export interface OperationRecord {
  readonly id: string;
  readonly kind: "create" | "update" | "delete";
  readonly clientRequestToken?: string | undefined;
  phase: Phase;
  tasks: Record<string, TaskRecord>;
  /** What happens to a stack whose creation or update fails. */
  readonly onFailure: "ROLLBACK" | "DO_NOTHING" | "DELETE";
  readonly before?: BeforeRecord | undefined;
  /** Physical resources to be removed once the operation can no longer be rolled back. */
  superfluous: RemovalTarget[];
  readonly retained: readonly string[];
  /** Whether `Retain` does not keep what the operation itself has made. */
  readonly retainExceptOnCreate: boolean;
  /** Whether the deletion ends well whatever fails. */
  readonly forced: boolean;
  /** The stack policy in the place of the stack's own while the operation lasts. */
  readonly stackPolicy?: string | undefined;
  /** The stack's policy after an update that ended well. */
  readonly nextStackPolicy?: string | undefined;
  timeoutTimerId?: number | undefined;
}
