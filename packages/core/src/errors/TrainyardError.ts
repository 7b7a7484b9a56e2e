import { ERROR_CATALOGUE, EXIT_CODES, type ErrorCode } from "./catalogue.ts";

export interface ErrorOptions {
  /** What the user does next: one imperative sentence. */
  readonly hint: string;
  /** Facts that are safe to log, for programs. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The one error that users see: callers branch on `code`, people read `message` (what happened, with the
 * value) and `hint` (what to do next).
 */
export class TrainyardError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TrainyardError";
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }

  /** Exit code that the error ends the process with: 1 to 5. */
  get exitCode(): number {
    return EXIT_CODES[ERROR_CATALOGUE[this.code].exit];
  }
}
