import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";

export interface UpgradeSigner {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly region: string;
  readonly service: string;
}

/**
 * Headers for a request that becomes a WebSocket, with Signature Version 4: of its headers only the host is signed, since the
 * others are the WebSocket's own. An address that is signed itself takes none.
 */
export async function signUpgrade(
  address: string,
  { region, service, ...credentials }: UpgradeSigner,
  now: Date,
): Promise<Readonly<Record<string, string>>> {
  const url = new URL(address);
  if ([...url.searchParams.keys()].some((name) => name.toLowerCase().startsWith("x-amz-"))) return {};
  const { sessionToken, ...keys } = credentials;
  const signer = new SignatureV4({
    credentials: sessionToken === undefined ? keys : { ...keys, sessionToken },
    region,
    service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const request = {
    method: "GET",
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host },
  };
  const { host: _, ...signed } = (await signer.sign(request, { signingDate: now })).headers;
  return signed;
}
