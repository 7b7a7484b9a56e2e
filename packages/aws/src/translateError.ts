import { TrainyardError } from "@trainyard/core";

const NO_CREDENTIALS = new Set([
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
]);
const BAD_CREDENTIALS = new Set([
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "AuthFailure",
  "SignatureDoesNotMatch",
  "InvalidAccessKeyId",
]);
const DENIED = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedOperation",
  "AuthorizationError",
]);
const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNRESET",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ERR_INVALID_URL",
]);

/** Runs one SDK call; its errors come out as ours, with the service's code in `details.awsCode`. */
export async function translated<Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw translateError(what, error);
  }
}

/** The service's error code, such as `ValidationError`; empty for what did not come from a service. */
export function awsCodeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("Code" in error && typeof error.Code === "string") return error.Code;
  return "name" in error && typeof error.name === "string" ? error.name : "";
}

/** Whether AWS does not know who calls, so that no answer says anything about the account. */
export function isAboutCredentials(awsCode: string): boolean {
  return NO_CREDENTIALS.has(awsCode) || BAD_CREDENTIALS.has(awsCode);
}

/** An SDK error as ours; aborts and errors that are ours already stay as they are. */
export function translateError(what: string, error: unknown): unknown {
  if (error instanceof TrainyardError || isAbort(error)) return error;
  const awsCode = awsCodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error, details: { awsCode, call: what } };
  if (NO_CREDENTIALS.has(awsCode))
    return new TrainyardError("CREDENTIALS_MISSING", `${what}: ${message}`, {
      ...options,
      hint: "Log in with `aws sso login` or `aws configure`, name a profile with --profile, or try it without an account: --sandbox.",
    });
  if (BAD_CREDENTIALS.has(awsCode))
    return new TrainyardError(
      "ACCESS_DENIED",
      `${what}: AWS does not accept the credentials (${awsCode}: ${message})`,
      {
        ...options,
        hint: "Check the keys or the profile in use, and the clock of this machine.",
      },
    );
  if (DENIED.has(awsCode))
    return new TrainyardError("ACCESS_DENIED", `${what} is not allowed: ${message}`, {
      ...options,
      hint: "Ask for the rights that `trainyard template iam-policy` prints.",
    });
  if (awsCode === "SandboxDiskFull")
    return new TrainyardError("SANDBOX_DISK_FULL", `${what}: ${message}`, {
      ...options,
      hint: "Free some space there and run the command again; the sandbox goes on and has lost nothing.",
    });
  if (isUnreachable(error))
    return new TrainyardError(
      "ENDPOINT_UNREACHABLE",
      `${what}: the endpoint does not answer (${message || networkCodeOf(error)})`,
      {
        ...options,
        hint: "Check the network, the region and --endpoint-url; a sandbox is started by `trainyard sandbox start`.",
      },
    );
  return new TrainyardError("AWS_FAILED", `${what}: ${awsCode === "" ? "" : `${awsCode}: `}${message}`, {
    ...options,
    hint: "Run the command again; it goes on from where it stands. If AWS refuses again, its words above say why.",
  });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.has(networkCodeOf(error)) || awsCodeOf(error) === "TimeoutError";
}

function networkCodeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "errors" in error && Array.isArray(error.errors) ? networkCodeOf(error.errors[0]) : "";
}
