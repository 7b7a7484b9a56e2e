import type { IncomingMessage } from "node:http";
import { isAwsS3Host } from "../wire/s3/S3Address.ts";

/** The last of them is where hosts of the sandbox reach it. */
const LOCAL_HOST = /^(?:(?:.+\.)?localhost|(?:.+\.)?127\.0\.0\.1|\[::1\]|169\.254\.169\.253)$/i;
const FOREIGN_SITES = new Set(["cross-site", "same-site"]);

/**
 * True for requests that a page in a browser made, or that came under a name that others control: a web page
 * must not reach the sandbox, not even by a name that resolves to this machine.
 * @param port - of the sandbox, whose own origin is welcome.
 */
export function isForeign(incoming: IncomingMessage, port: number): boolean {
  const { host, origin } = incoming.headers;
  if (FOREIGN_SITES.has(String(incoming.headers["sec-fetch-site"]))) return true;
  if (origin !== undefined && !isOwnOrigin(origin, port)) return true;
  const proxiedHost = /^http:\/\/([^/?]*)/.exec(incoming.url ?? "")?.[1];
  const names = [host, proxiedHost].filter((name) => name !== undefined);
  return names.length === 0 || !names.every((name) => isAllowedHost(name));
}

function isAllowedHost(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, "");
  return LOCAL_HOST.test(name) || isAwsS3Host(name);
}

function isOwnOrigin(origin: string, port: number): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].some((host) => origin === `http://${host}:${port}`);
}
