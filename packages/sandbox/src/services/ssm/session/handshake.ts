import { jsonPayload } from "@trainyard/core";
import type { SessionTask } from "./SessionState.ts";

const SUCCEEDED = 1;

/** What the agent asks of the client before a session begins. Encryption is never asked for: it would need KMS. */
export function handshakeRequest(task: SessionTask, agentVersion: string) {
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
  if (failed === undefined && actions.length > 0) return { problem: undefined, clientVersion };
  const words = failed?.error ?? "";
  return {
    problem: `The client did not take up the session${words === "" ? "." : `: ${words}`}`,
    clientVersion,
  };
}

function sessionTypeOf({ kind }: SessionTask): string {
  switch (kind) {
    case "shell":
      return "Standard_Stream";
    case "interactive-command":
      return "InteractiveCommands";
    case "command":
      return "NonInteractiveCommands";
    case "port":
    case "ssh":
      return "Port";
  }
}

function propertiesOf(task: SessionTask): Readonly<Record<string, string>> | null {
  switch (task.kind) {
    case "shell":
      return null;
    case "interactive-command":
    case "command":
      return { linux: "" };
    case "port":
      return {
        portNumber: String(task.port),
        localPortNumber: task.localPort,
        type: "LocalPortForwarding",
      };
    case "ssh":
      return { portNumber: String(task.port) };
  }
}

function readAction(action: unknown): { readonly status: unknown; readonly error: string } {
  const members: Readonly<Record<string, unknown>> =
    typeof action === "object" && action !== null ? Object.fromEntries(Object.entries(action)) : {};
  const { ActionStatus, Error: error } = members;
  return { status: ActionStatus, error: typeof error === "string" ? error : "" };
}
