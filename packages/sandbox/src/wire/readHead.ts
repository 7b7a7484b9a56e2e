import type { IncomingMessage } from "node:http";
import { parseQueryString } from "./parseQueryString.ts";
import type { Headers, WireRequest } from "./WireMessage.ts";

/**
 * What of a request is known before its body. A request through a proxy names the host in its target.
 * @returns undefined when the target is no path, or its query string is not percent-encoded UTF-8.
 */
export function readHead(incoming: IncomingMessage): WireRequest | undefined {
  const [, proxiedHost, target] = /^(?:http:\/\/([^/?]*))?([/?].*)$/s.exec(incoming.url ?? "") ?? [];
  if (target === undefined) return undefined;
  const question = target.indexOf("?");
  const path = question < 0 ? target : target.slice(0, question);
  const queryString = question < 0 ? "" : target.slice(question + 1);
  const query = parseQueryString(queryString);
  if (query === undefined) return undefined;
  const headers = readHeaders(incoming);
  return {
    method: incoming.method ?? "GET",
    path: path === "" ? "/" : path,
    queryString,
    query,
    headers: proxiedHost === undefined ? headers : { ...headers, host: proxiedHost },
    body: Buffer.alloc(0),
  };
}

function readHeaders(incoming: IncomingMessage): Headers {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(",");
  return headers;
}
