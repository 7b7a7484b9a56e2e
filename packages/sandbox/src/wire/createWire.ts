import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../kernel/AwsError.ts";
import type { SandboxKernel } from "../kernel/SandboxKernel.ts";
import { isDiskFull } from "../state/isDiskFull.ts";
import { createProtocolChooser } from "./createProtocolChooser.ts";
import { dispatchCall } from "./dispatchCall.ts";
import { createModelCatalogue } from "./models/createModelCatalogue.ts";
import { openContent, type OpenAnswer } from "./openContent.ts";
import type { Protocol } from "./Protocol.ts";
import type { ReceivedCall } from "./ReceivedCall.ts";
import { readHead } from "./readHead.ts";
import { readMemoryBody } from "./readMemoryBody.ts";
import { needsBodyToRoute, routeRequest, type RoutedRequest } from "./routeRequest.ts";
import { receiveS3Body } from "./s3/receiveS3Body.ts";
import { refuseExpired } from "./s3/refuseExpired.ts";
import { sendAnswer } from "./sendAnswer.ts";
import { unsignedError } from "./unsignedError.ts";
import type { WireRequest } from "./WireMessage.ts";

export interface WireOptions {
  /** The kernel of the moment: a reset or a load puts another in its place. */
  readonly kernel: () => SandboxKernel;
  /** Where bodies of uploads are written until their handler takes them. */
  readonly incomingDirectory: string;
  /** Wall clock, for the expiry of pre-signed URLs. */
  readonly wallNowMs: () => number;
  /** Told of errors that are the sandbox's own fault. */
  readonly onDefect: (error: unknown, what: string) => void;
}

/** Answers one request of an AWS client. Rejects only when the client has gone. */
export type Wire = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Calls of clients that have no credentials yet. */
const NEEDS_NO_SIGNATURE = new Set(["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]);

/** Makes the wire layer over a kernel. */
export function createWire(options: WireOptions): Wire {
  const catalogue = createModelCatalogue();
  const chooseProtocol = createProtocolChooser();

  async function answer(incoming: IncomingMessage, requestId: string): Promise<OpenAnswer> {
    const head = readHead(incoming);
    if (head === undefined) return { status: 400, headers: {}, body: "Bad Request\n" };
    const request = needsBodyToRoute(head) ? { ...head, body: await readMemoryBody(incoming) } : head;
    const routed = routeRequest(request, catalogue);
    const protocol = chooseProtocol(routed.model, request);
    try {
      const receive = routed.model.name === "s3" ? receiveS3Call : receiveCall;
      const call = await receive(incoming, request, routed, protocol);
      return await dispatchCall(options.kernel(), protocol, requestId, call);
    } catch (error) {
      const clientHasGone = !(error instanceof AwsError) && !incoming.complete;
      if (clientHasGone) throw error;
      const { method, path } = request;
      const failure = asAwsError(error, routed.model.name, options);
      return openContent(protocol.writeError(failure, { requestId, method, resource: path }), method);
    }
  }

  async function receiveS3Call(
    incoming: IncomingMessage,
    head: WireRequest,
    routed: RoutedRequest,
    protocol: Protocol,
  ): Promise<ReceivedCall> {
    refuseExpired(head.query, options.wallNowMs());
    const operationName = protocol.operationNameOf(head);
    const operation = routed.model.operations.get(operationName);
    const request = await receiveS3Body(incoming, head, operation, options.incomingDirectory);
    return { ...routed, operationName, operation, request, client: incoming.socket };
  }

  return async (incoming, response) => {
    await sendAnswer(response, await answer(incoming, randomUUID()));
  };
}

function asAwsError(error: unknown, service: string, { onDefect }: WireOptions): AwsError {
  if (error instanceof AwsError) return error;
  // No error of AWS, which has no end of disk: with a status that clients do not try again at.
  if (isDiskFull(error))
    return new AwsError("SandboxDiskFull", "The disk with the sandbox's state is full.", { httpStatus: 507 });
  onDefect(error, service);
  return new AwsError(
    service === "s3" ? "InternalError" : "InternalFailure",
    "We encountered an internal error. Please try again.",
    { httpStatus: 500 },
  );
}

async function receiveCall(
  incoming: IncomingMessage,
  request: WireRequest,
  routed: RoutedRequest,
  protocol: Protocol,
): Promise<ReceivedCall> {
  const isRead = request.body.length > 0;
  const complete = isRead ? request : { ...request, body: await readMemoryBody(incoming) };
  const operationName = protocol.operationNameOf(complete);
  if (routed.accessKeyId === undefined && !NEEDS_NO_SIGNATURE.has(operationName))
    throw unsignedError(routed.model);
  return {
    ...routed,
    operationName,
    operation: routed.model.operations.get(operationName),
    request: complete,
    client: incoming.socket,
  };
}
