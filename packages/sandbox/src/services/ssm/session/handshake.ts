import { jsonPayload } from "@trainyard/core";
import type { SessionTask } from "./SessionState.ts";

type ClientTask = Exclude<SessionTask, { readonly kind: "shell" }>;

const SUCCEEDED = "1";

/**
 * What the agent asks of the client before a session begins; undefined for a shell, which begins at once. Encryption is
 * never asked for: it would need KMS.
 */
export function handshakeRequest(task: SessionTask, agentVersion: string) {
  if (task.kind === "shell") return undefined;
  return {
    AgentVersion: agentVersion,
    RequestedClientActions: [
      {
        ActionType: "SessionType",
        ActionParameters: { SessionType: sessionTypeOf(task), Properties: propertiesOf(task) },
      },
    ],
  };
}

export interface HandshakeAnswer {
  /** Why the session cannot begin. */
  readonly problem: string | undefined;
  readonly clientVersion: string;
}

export function readHandshakeResponse(payload: Uint8Array): HandshakeAnswer {
  const { ClientVersion, ProcessedClientActions } = jsonPayload(payload) ?? {};
  const clientVersion = typeof ClientVersion === "string" ? ClientVersion : "";
  const actions: readonly unknown[] = Array.isArray(ProcessedClientActions) ? ProcessedClientActions : [];
  const failed = actions.map(readAction).find(({ status }) => status !== SUCCEEDED);
  if (failed === undefined) return { problem: undefined, clientVersion };
  const { type, status, error } = failed;
  return { problem: `${type} failed on client with status ${status} error: ${error}`, clientVersion };
}

function sessionTypeOf({ kind }: ClientTask): string {
  switch (kind) {
    case "interactive-command":
      return "InteractiveCommands";
    case "command":
      return "NonInteractiveCommands";
    case "port":
    case "ssh":
      return "Port";
  }
}

function propertiesOf(task: ClientTask): Readonly<Record<string, string>> {
  switch (task.kind) {
    case "interactive-command":
    case "command":
      return { linux: "" };
    case "port":
      return {
        portNumber: String(task.port),
        localPortNumber: task.localPort,
        type: "LocalPortForwarding",
        ...(task.host === undefined ? {} : { host: task.host }),
      };
    case "ssh":
      return { portNumber: String(task.port) };
  }
}

function readAction(action: unknown): {
  readonly type: string;
  readonly status: string;
  readonly error: string;
} {
  const members: Readonly<Record<string, unknown>> =
    typeof action === "object" && action !== null ? Object.fromEntries(Object.entries(action)) : {};
  const { ActionType, ActionStatus, Error: error } = members;
  return {
    type: String(ActionType),
    status: String(ActionStatus),
    error: typeof error === "string" ? error : "",
  };
}
