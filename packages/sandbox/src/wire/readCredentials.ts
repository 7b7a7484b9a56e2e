import type { Headers, QueryParameters } from "./WireMessage.ts";

/** Who signed a request and for what. The signature itself is not verified: any access key is valid. */
export interface Credentials {
  readonly accessKeyId: string;
  /** Signing name and region of the credential scope; absent for S3's old signature version 2. */
  readonly scope: { readonly service: string; readonly region: string } | undefined;
}

const CREDENTIAL = /^([^/]+)\/\d{8}\/(?:([a-z0-9-]{1,40})\/)?([a-z0-9-]{1,40})\/aws4_request$/;
const FALLBACK_REGION = "us-east-1";

/** Undefined when the request is not signed. */
export function readCredentials(headers: Headers, query: QueryParameters): Credentials | undefined {
  const authorization = headers["authorization"];
  if (authorization !== undefined) return fromAuthorization(authorization, headers);
  const [credential] = query.get("X-Amz-Credential") ?? [];
  if (credential !== undefined) return fromCredential(credential, headers);
  const [accessKeyId] = query.get("AWSAccessKeyId") ?? [];
  return accessKeyId === undefined ? undefined : { accessKeyId, scope: undefined };
}

function fromAuthorization(authorization: string, headers: Headers): Credentials | undefined {
  const credential = /Credential=([^,\s]+)/.exec(authorization)?.[1];
  if (credential !== undefined) return fromCredential(credential, headers);
  const accessKeyId = /^AWS ([^:\s]+):/.exec(authorization)?.[1];
  return accessKeyId === undefined ? undefined : { accessKeyId, scope: undefined };
}

function fromCredential(credential: string, headers: Headers): Credentials | undefined {
  const [, accessKeyId, region, service] = CREDENTIAL.exec(credential) ?? [];
  if (accessKeyId === undefined || service === undefined) return undefined;
  const signedRegion = region ?? regionOfSet(headers);
  return {
    accessKeyId,
    scope: { service, region: signedRegion === "aws-global" ? FALLBACK_REGION : signedRegion },
  };
}

/** Signature version 4A names regions in a header: `us-east-1`, or `*` for all. */
function regionOfSet(headers: Headers): string {
  const [first = ""] = (headers["x-amz-region-set"] ?? "").split(",");
  return /^[a-z0-9-]+$/.test(first) ? first : FALLBACK_REGION;
}
