import { defineStore } from "../../../kernel/defineStore.ts";
import type { NameTable } from "../../../kernel/NameTable.ts";

/** What a session does on its node, and what is asked of the client for it. */
export type SessionTask =
  | { readonly kind: "shell" }
  | { readonly kind: "interactive-command"; readonly command: string }
  | { readonly kind: "command"; readonly command: string }
  /** With a host: one that the node reaches; without: the node itself. */
  | { readonly kind: "port"; readonly port: number; readonly localPort: string; readonly host?: string }
  /** Bytes between the client's own streams and a port. */
  | { readonly kind: "ssh"; readonly port: number };

export interface SessionRecord {
  readonly id: string;
  readonly target: string;
  readonly task: SessionTask;
  readonly documentName: string;
  readonly owner: string;
  readonly reason: string;
  readonly token: string;
  readonly startedMs: number;
  status: "Connected" | "Terminated";
  endedMs?: number;
}

export const sessionStore = defineStore<{ sessions: NameTable<SessionRecord> }>(
  "ssm-sessions",
  "region",
  () => ({ sessions: {} }),
);
