export type HostErrorCode =
  /** Hosts are records only: nothing runs on them. */
  | "HOSTS_SIMULATED"
  /** No such host is running. */
  | "HOST_NOT_RUNNING"
  /** The command did not end in time and was killed. */
  | "HOST_TIMEOUT"
  /** The machine could not do what the driver asked of it. */
  | "HOST_FAILED";

/** Why a host could not be used. */
export class HostError extends Error {
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string) {
    super(message);
    this.name = "HostError";
    this.code = code;
  }
}
