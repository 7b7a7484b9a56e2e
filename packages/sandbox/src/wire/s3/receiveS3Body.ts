import type { IncomingMessage } from "node:http";
import type { OperationModel } from "../models/ServiceModel.ts";
import type { WireRequest } from "../WireMessage.ts";
import { streamsInput } from "./createS3Protocol.ts";
import { receiveBody } from "./receiveBody.ts";

const LARGEST_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Reads the body of a call to S3: contents of objects into a file, everything else into memory. */
export async function receiveS3Body(
  incoming: IncomingMessage,
  head: WireRequest,
  operation: OperationModel | undefined,
  incomingDirectory: string,
): Promise<WireRequest> {
  const directory = operation !== undefined && streamsInput(operation) ? incomingDirectory : undefined;
  const { body, storedBody, headers } = await receiveBody(piecesOf(incoming), head.headers, {
    directory,
    // Its checksum is that of the whole object, not of this document.
    hasBodyChecksum: operation?.name !== "CompleteMultipartUpload",
    memoryLimitBytes: LARGEST_DOCUMENT_BYTES,
  });
  return { ...head, headers, body, ...(storedBody === undefined ? {} : { storedBody }) };
}

/** The connection outlives a refused body, so that the client gets the answer. */
async function* piecesOf(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  for await (const piece of incoming.iterator({ destroyOnReturn: false }))
    if (piece instanceof Buffer) yield piece;
}
