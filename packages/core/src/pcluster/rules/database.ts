import { error, info, type Findings } from "./finding.ts";

const DEFAULT_PORT = 3306;
const MAX_PORT = 65535;

/** The address of a database is `host` or `host:port`. */
export function databaseUriValidator({ uri }: { readonly uri: string }): Findings {
  if (uri.startsWith("/")) return [error(`The database address '${uri}' must not start with a slash.`)];
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/[^/?#]/.exec(uri)?.[1];
  if (scheme !== undefined)
    return [error(`The database address '${uri}' must not name a protocol (${scheme}://).`)];
  const host = /^[^/?#]*/.exec(uri)?.[0] ?? "";
  if (host === "") return [error(`The database address '${uri}' names no host.`)];
  return checkPort(uri, host);
}

function checkPort(uri: string, host: string): Findings {
  const address = host.slice(host.lastIndexOf("@") + 1);
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(address);
  if (bracketed === null && /[[\]]/.test(host))
    return [error(`The database address '${uri}' has a bracket out of place.`)];
  const port = bracketed === null ? (/^[^:]*:(.*)$/.exec(address)?.[1] ?? "") : (bracketed[2] ?? "");
  if (port === "") return [info(`The database address '${uri}' names no port; ${DEFAULT_PORT} is assumed.`)];
  if (!/^\d+$/.test(port) || Number(port) > MAX_PORT)
    return [
      error(`The database address '${uri}' has the port '${port}', which is no number up to ${MAX_PORT}.`),
    ];
  return Number(port) === 0
    ? [info(`The database address '${uri}' names no port; ${DEFAULT_PORT} is assumed.`)]
    : [];
}
