import { createHash } from "node:crypto";
import { incompatibleParameter } from "./errors.ts";
import type { RequestMark } from "./FsxState.ts";

/** What tells a repeated request: its token and what it asks for. */
export function requestMarkOf(input: { readonly ClientRequestToken?: string | undefined }): RequestMark {
  const { ClientRequestToken = "", ...rest } = input;
  const digest = createHash("sha256").update(JSON.stringify(rest)).digest("hex");
  return { token: ClientRequestToken, digest };
}

/**
 * What an earlier request with the same token made.
 * @throws {AwsError} IncompatibleParameterError when it asked for something else.
 */
export function madeBefore<Made extends { readonly request: RequestMark }>(
  made: readonly Made[],
  mark: RequestMark,
): Made | undefined {
  if (mark.token === "") return undefined;
  const before = made.find(({ request }) => request.token === mark.token);
  if (before !== undefined && before.request.digest !== mark.digest)
    throw incompatibleParameter("ClientRequestToken");
  return before;
}
