export interface LogStreamDescription {
  readonly name: string;
  readonly lastEventAtMs: number | undefined;
}

export interface LogEvent {
  readonly id: string;
  readonly stream: string;
  readonly atMs: number;
  readonly message: string;
}

export interface LogQuery {
  readonly streams: readonly string[];
  /** Events of this moment and later. */
  readonly sinceMs: number;
}

/** CloudWatch Logs of one account and region. */
export interface LogGateway {
  /** `absent` for a group that does not exist. */
  streams(group: string, signal?: AbortSignal): Promise<readonly LogStreamDescription[] | "absent">;
  /** Events in order of time; `[]` for streams that do not exist. */
  events(group: string, query: LogQuery, signal?: AbortSignal): Promise<readonly LogEvent[]>;
  /** The last events of one stream, oldest first. */
  tail(group: string, stream: string, count: number, signal?: AbortSignal): Promise<readonly LogEvent[]>;
}
