import { AwsError } from "../../kernel/AwsError.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses a JSON body; an empty one is an empty object.
 * @throws {AwsError} `SerializationException`, without a message as the services answer it.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(UTF8.decode(body));
  } catch (error) {
    // TypeError: not UTF-8; SyntaxError: not JSON; RangeError: nested too deep for the parser
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError)
      throw new AwsError("SerializationException", "");
    throw error;
  }
}
