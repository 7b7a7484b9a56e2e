import type { IncomingMessage, ServerResponse } from "node:http";
import { isDiskFull } from "../state/isDiskFull.ts";
import type { Wire } from "../wire/createWire.ts";
import { ADMIN_PREFIX, createAdmin, type AdminOptions } from "./createAdmin.ts";
import { isForeign } from "./refuseForeign.ts";
import { receiveSignal, SIGNAL_PREFIX } from "./receiveSignal.ts";
import { sendJson, sendText } from "./sendText.ts";

export interface RequestHandlerOptions extends AdminOptions {
  readonly wire: Wire;
  readonly onDefect: (error: unknown, what: string) => void;
}

/** Answers every request on the port: the sandbox's own endpoints, signals to CloudFormation, else AWS. */
export function createRequestHandler(
  options: RequestHandlerOptions,
): (incoming: IncomingMessage, response: ServerResponse) => void {
  const admin = createAdmin(options);
  const { session, wire, info, onDefect } = options;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForeign(incoming, info.port)) return sendText(response, 403, "Forbidden");
    const url = incoming.url ?? "";
    if (url.startsWith(ADMIN_PREFIX)) return admin(incoming, response);
    if (session.busy !== undefined) await session.busy;
    if (url.startsWith(SIGNAL_PREFIX)) return receiveSignal(incoming, response, session);
    return wire(incoming, response);
  }

  return (incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      const clientHasGone = incoming.destroyed && !incoming.complete;
      const isFull = isDiskFull(error);
      if (!clientHasGone && !isFull) onDefect(error, `${incoming.method ?? ""} ${incoming.url ?? ""}`);
      if (clientHasGone || response.headersSent) response.destroy();
      else if (isFull) sendJson(response, 507, { message: "the disk with its state is full" });
      else sendText(response, 500, "Internal Server Error");
    });
  };
}
