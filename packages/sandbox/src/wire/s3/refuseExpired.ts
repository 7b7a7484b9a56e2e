import { AwsError } from "../../kernel/AwsError.ts";
import type { QueryParameters } from "../WireMessage.ts";

const LONGEST_EXPIRY_SECONDS = 604_800;

/**
 * Refuses a pre-signed URL whose time is over, of signature version 2 (`Expires`) or 4 (`X-Amz-Expires`).
 * @param nowMs - wall clock: clients sign with theirs.
 * @throws {AwsError} `AccessDenied` or `AuthorizationQueryParametersError`.
 */
export function refuseExpired(query: QueryParameters, nowMs: number): void {
  if (query.has("X-Amz-Signature") || query.has("X-Amz-Expires")) return refuseExpiredV4(query, nowMs);
  const [expires] = query.get("Expires") ?? [];
  if (expires === undefined || !query.has("Signature")) return;
  const expiresMs = Number(expires) * 1_000;
  if (Number.isNaN(expiresMs))
    throw new AwsError("AccessDenied", `Invalid date (should be seconds since epoch): ${expires}`, {
      httpStatus: 403,
    });
  if (expiresMs < nowMs) throw expired({ Expires: isoSeconds(expiresMs), ServerTime: isoSeconds(nowMs) });
}

function refuseExpiredV4(query: QueryParameters, nowMs: number): void {
  const [dateText = ""] = query.get("X-Amz-Date") ?? [];
  const [expiresText = ""] = query.get("X-Amz-Expires") ?? [];
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(dateText) ?? [];
  if (year === undefined || !/^\d+$/.test(expiresText))
    throw queryParametersError(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  if (Number(expiresText) > LONGEST_EXPIRY_SECONDS)
    throw queryParametersError(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  const signedMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const expiresMs = signedMs + Number(expiresText) * 1_000;
  if (expiresMs >= nowMs) return;
  throw expired({
    "X-Amz-Expires": expiresText,
    Expires: isoSeconds(expiresMs),
    ServerTime: isoSeconds(nowMs),
  });
}

function expired(members: Readonly<Record<string, string>>): AwsError {
  return new AwsError("AccessDenied", "Request has expired", { httpStatus: 403, members });
}

function queryParametersError(message: string): AwsError {
  return new AwsError("AuthorizationQueryParametersError", message);
}

function isoSeconds(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "" : `${date.toISOString().slice(0, 19)}Z`;
}
