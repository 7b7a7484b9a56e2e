import { AwsError } from "../../../kernel/AwsError.ts";
import type { SessionTask } from "./SessionState.ts";

type Parameters = Readonly<Record<string, readonly string[] | undefined>>;

interface SessionDocument {
  readonly defaults: Readonly<Record<string, string | undefined>>;
  readonly task: (value: (name: string) => string) => SessionTask;
}

const DOCUMENTS: Readonly<Record<string, SessionDocument>> = {
  "SSM-SessionManagerRunShell": { defaults: {}, task: () => ({ kind: "shell" }) },
  "AWS-StartInteractiveCommand": {
    defaults: { command: undefined },
    task: (value) => ({ kind: "interactive-command", command: value("command") }),
  },
  "AWS-StartNonInteractiveCommand": {
    defaults: { command: undefined },
    task: (value) => ({ kind: "command", command: value("command") }),
  },
  "AWS-StartPortForwardingSession": {
    defaults: { portNumber: "80", localPortNumber: "0" },
    task: (value) => ({
      kind: "port",
      port: portOf(value("portNumber")),
      localPort: String(portOf(value("localPortNumber"), 0)),
    }),
  },
  "AWS-StartPortForwardingSessionToRemoteHost": {
    defaults: { portNumber: "80", localPortNumber: "0", host: undefined },
    task: (value) => ({
      kind: "port",
      port: portOf(value("portNumber")),
      localPort: String(portOf(value("localPortNumber"), 0)),
      host: hostOf(value("host")),
    }),
  },
  "AWS-StartSSHSession": {
    defaults: { portNumber: "22" },
    task: (value) => ({ kind: "ssh", port: portOf(value("portNumber")) }),
  },
};
export const DEFAULT_SESSION_DOCUMENT = "SSM-SessionManagerRunShell";

/** What a document with its parameters makes a session do. @throws {AwsError} `InvalidDocument`, `InvalidParameters` */
export function sessionTask(documentName: string, parameters: Parameters): SessionTask {
  const document = Object.hasOwn(DOCUMENTS, documentName) ? DOCUMENTS[documentName] : undefined;
  if (document === undefined)
    throw new AwsError(
      "InvalidDocument",
      `The sandbox models the session documents ${Object.keys(DOCUMENTS).join(", ")}, not ${documentName}.`,
    );
  const { defaults, task } = document;
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined)
    throw new AwsError(
      "InvalidParameters",
      `Parameter ${unknown} is not defined in document ${documentName}.`,
    );
  return task((name) => {
    const value = parameters[name]?.join(" ") ?? defaults[name];
    if (value === undefined || value === "")
      throw new AwsError("InvalidParameters", `Parameter ${name} requires a value.`);
    return value;
  });
}

function hostOf(text: string): string {
  if (/^[\w.-]{1,253}$/.test(text)) return text;
  throw new AwsError("InvalidParameters", `Parameter value ${text} is no name or IPv4 address of a host.`);
}

function portOf(text: string, least = 1): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= least && port <= 65_535) return port;
  throw new AwsError("InvalidParameters", `Parameter value ${text} is no port number.`);
}
