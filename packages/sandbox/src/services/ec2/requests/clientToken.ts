import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { ec2State } from "../state/ec2Store.ts";

/**
 * Makes a call idempotent: the same token with the same request gets what the first call made.
 * @param make - does the work and answers an id that leads to the result
 * @throws {AwsError} `IdempotentParameterMismatch` for the same token with another request
 */
export function oncePerToken(
  operation: string,
  request: { readonly ClientToken?: string | undefined },
  context: CallContext,
  make: () => string,
): string {
  const token = request.ClientToken;
  if (token === undefined || token === "") return make();
  const { clientTokens } = ec2State(context);
  const key = `${operation}:${token}`;
  const digest = createHash("sha256").update(JSON.stringify(request)).digest("base64");
  const known = clientTokens[key];
  if (known === undefined) {
    const result = make();
    clientTokens[key] = { request: digest, result };
    return result;
  }
  if (known.request === digest && typeof known.result === "string") return known.result;
  throw new AwsError(
    "IdempotentParameterMismatch",
    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
  );
}
