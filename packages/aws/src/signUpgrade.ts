import { createHash, createHmac } from "node:crypto";

export interface UpgradeSigner {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly region: string;
  readonly service: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const HASH_OF_NOTHING = createHash("sha256").update("").digest("hex");

/**
 * Headers for a request that becomes a WebSocket, with Signature Version 4: of its headers only the host is signed, since the
 * others are the WebSocket's own. An address that is signed itself takes none.
 */
export function signUpgrade(address: string, signer: UpgradeSigner, now: Date): Record<string, string> {
  const url = new URL(address);
  if ([...url.searchParams.keys()].some((name) => name.toLowerCase().startsWith("x-amz-"))) return {};
  const time = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const { region, service, sessionToken } = signer;
  const headers = {
    host: url.host,
    "x-amz-date": time,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const signedHeaders = Object.keys(headers).join(";");
  const request = [
    "GET",
    url.pathname.split("/").map(encoded).join("/"),
    queryOf(url),
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    "",
    signedHeaders,
    HASH_OF_NOTHING,
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = [ALGORITHM, time, scope, createHash("sha256").update(request).digest("hex")].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<Buffer | string>(
    hmac,
    `AWS4${signer.secretAccessKey}`,
  );
  const signature = hmac(key, text).toString("hex");
  const { host: _, ...sent } = headers;
  const credential = `Credential=${signer.accessKeyId}/${scope}`;
  return {
    ...sent,
    authorization: `${ALGORITHM} ${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
}

function queryOf(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([left, a], [right, b]) => compare(left, right) || compare(a, b))
    .map((pair) => pair.join("="))
    .join("&");
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** RFC 3986. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
