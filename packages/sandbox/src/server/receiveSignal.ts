import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../kernel/AwsError.ts";
import { decodePercent } from "../wire/parseQueryString.ts";
import { readMemoryBody } from "../wire/readMemoryBody.ts";
import type { SandboxSession } from "./SandboxSession.ts";
import { sendText } from "./sendText.ts";

export const SIGNAL_PREFIX = "/_signal/";

const LARGEST_SIGNAL_BYTES = 65_536;
/** The handle itself tells CloudFormation its region. */
const ANY_REGION = "us-east-1";

/**
 * Takes what a host or a function sends to the URL of a wait condition handle or of a custom resource's response:
 * `PUT /_signal/<handle>`. AWS's URLs are pre-signed ones of S3, which answer an empty 200.
 */
export async function receiveSignal(
  incoming: IncomingMessage,
  response: ServerResponse,
  session: SandboxSession,
): Promise<void> {
  const [path = ""] = (incoming.url ?? "").split("?");
  const handle = decodePercent(path.slice(SIGNAL_PREFIX.length));
  if (incoming.method !== "PUT") return sendText(response, 405, "use PUT");
  if (handle === undefined || handle === "") return sendText(response, 400, "no such handle");
  const body = await readSignalBody(incoming);
  if (body === undefined) return sendText(response, 413, "the signal is too large");
  session.kernel.context(ANY_REGION).emit("cloudformation.signal", { handle, body: body.toString("utf8") });
  session.saveSoon();
  response.writeHead(200, { "content-length": "0" });
  response.end();
}

/** Undefined for a body that no signal has. */
async function readSignalBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  try {
    return await readMemoryBody(incoming, LARGEST_SIGNAL_BYTES);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
