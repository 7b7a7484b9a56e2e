import { defineStore } from "../../../kernel/defineStore.ts";
import type { NameTable } from "../../../kernel/NameTable.ts";

export type InvocationStatus =
  | "Pending"
  | "InProgress"
  | "Success"
  | "Failed"
  | "Cancelled"
  | "Cancelling"
  | "TimedOut";

/** A command on one node. */
export interface InvocationRecord {
  readonly instanceId: string;
  status: InvocationStatus;
  /** As the service words it: `Execution Timed Out`. */
  statusDetails: string;
  startedMs?: number;
  endedMs?: number;
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CommandRecord {
  readonly id: string;
  readonly documentName: string;
  readonly comment: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly instanceIds: readonly string[];
  readonly targets: readonly { readonly Key: string; readonly Values: readonly string[] }[];
  readonly requestedMs: number;
  readonly deliverySeconds: number;
  readonly executionSeconds: number;
  readonly invocations: InvocationRecord[];
}

export const commandStore = defineStore<{ commands: NameTable<CommandRecord> }>(
  "ssm-commands",
  "region",
  () => ({ commands: {} }),
);

export function hasEnded({ status }: InvocationRecord): boolean {
  return !["Pending", "InProgress", "Cancelling"].includes(status);
}
