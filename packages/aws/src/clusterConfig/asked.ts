import { found, refused, type AwsAnswer, type AwsRefusal } from "@trainyard/core/cluster-config";
import { awsCodeOf, isAboutCredentials, translateError } from "../translateError.ts";

/**
 * Asks a service. What it refuses is an answer, with its own code and words.
 * @throws {TrainyardError} when nobody answers or AWS does not know who asks.
 */
export async function asked<Value>(what: string, ask: () => Promise<Value>): Promise<AwsAnswer<Value>> {
  return answered(what, async () => found(await ask()));
}

/** Like `asked`, for a question whose answer may be a refusal of ours. */
export async function answered<Value>(
  what: string,
  ask: () => Promise<AwsAnswer<Value>>,
): Promise<AwsAnswer<Value>> {
  try {
    return await ask();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined || isAboutCredentials(refusal.code)) throw translateError(what, error);
    return refusal;
  }
}

/** Undefined for what no service said. HEAD answers have no body: their code is the status of HTTP. */
export function refusalOf(error: unknown): AwsRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const status = httpStatusOf(error);
  if (status === undefined) return undefined;
  const code = awsCodeOf(error);
  return BODILESS.has(code)
    ? refused(String(status), STATUS_WORDS[status] ?? (error.message || code))
    : refused(code, error.message);
}

const BODILESS = new Set(["NotFound", "Forbidden", "UnknownError", "Unknown", "403", "404"]);
const STATUS_WORDS: Readonly<Record<number, string>> = {
  301: "Moved Permanently",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
};

function httpStatusOf(error: Error): number | undefined {
  if (!("$metadata" in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}
