/** Lines of a shell script for a node; they run as root. */
export interface RemoteCommand {
  readonly lines: readonly string[];
  readonly timeoutSeconds: number;
  /** Shown in the account's history of commands. */
  readonly comment: string;
}

export interface RemoteResult {
  /** `Success`, `Failed`, `TimedOut`, `Cancelled`, ... */
  readonly status: string;
  /** -1 when the command did not come to run. */
  readonly exitCode: number;
  /** The first 24,000 characters. */
  readonly stdout: string;
  /** The first 8,000 characters. */
  readonly stderr: string;
}

export interface SessionRequest {
  /** Absent: a shell. */
  readonly document?: string;
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
  readonly reason?: string;
}

/** A session whose data channel waits to be opened. */
export interface RemoteSession {
  readonly id: string;
  readonly streamUrl: string;
  readonly token: string;
  /** Of the request that opens the channel: they hold for minutes. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Commands and sessions on nodes, without a way in from the network. */
export interface RemoteGateway {
  /**
   * Begins to run a command and answers its id.
   * @throws {TrainyardError} `NODE_NOT_REACHABLE`
   */
  start(instanceId: string, command: RemoteCommand, signal?: AbortSignal): Promise<string>;
  /** How the command ended; `running` as long as it has not, also when AWS does not know it yet. */
  result(instanceId: string, commandId: string, signal?: AbortSignal): Promise<RemoteResult | "running">;
  /** Asks for the end of a command; one that has ended is no error. */
  cancel(commandId: string, signal?: AbortSignal): Promise<void>;
  /** @throws {TrainyardError} `NODE_NOT_REACHABLE` */
  openSession(instanceId: string, request: SessionRequest, signal?: AbortSignal): Promise<RemoteSession>;
  /** The same session with what opens another channel, for one whose connection broke; `ended` when it is over. */
  resumeSession(sessionId: string, signal?: AbortSignal): Promise<RemoteSession | "ended">;
  /** Ends a session; one that has ended is no error. */
  closeSession(sessionId: string, signal?: AbortSignal): Promise<void>;
}
