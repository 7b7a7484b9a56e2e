import { jsonPayload } from "@trainyard/core";

const STATUS = { succeeded: 1, failed: 2, unsupported: 3 } as const;
const SESSION_TYPES = ["Standard_Stream", "InteractiveCommands", "NonInteractiveCommands"];

/** What the client says to each action that the node asks for: a shell yes, encryption by KMS no. */
export function handshakeResponse(payload: Uint8Array, clientVersion: string) {
  const requested = jsonPayload(payload)?.["RequestedClientActions"];
  const actions: readonly unknown[] = Array.isArray(requested) ? requested : [];
  const processed = actions.map((action) => answerTo(action));
  return {
    ClientVersion: clientVersion,
    ProcessedClientActions: processed,
    Errors: processed.flatMap(({ Error: error }) => (error === "" ? [] : [error])),
  };
}

function answerTo(action: unknown) {
  const { ActionType, ActionParameters } = membersOf(action);
  const answer = (status: number, error: string) => ({
    ActionType,
    ActionStatus: status,
    ActionResult: null,
    Error: error,
  });
  if (ActionType !== "SessionType")
    return answer(STATUS.unsupported, `trainyard does not support ${String(ActionType)}`);
  const type = membersOf(ActionParameters)["SessionType"];
  return SESSION_TYPES.some((known) => known === type)
    ? answer(STATUS.succeeded, "")
    : answer(STATUS.failed, `trainyard does not support sessions of the type ${String(type)}`);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
