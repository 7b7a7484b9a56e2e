import { closeSync, openSync, readSync } from "node:fs";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { AnswerBody } from "../../kernel/serviceModels.ts";
import { validationError } from "../validationError.ts";

/** Largest template in a request, in bytes. */
export const MAX_BODY_BYTES = 51_200;
/** Largest template in S3, in bytes. */
export const MAX_STORED_BYTES = 1_000_000;

export interface S3Address {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

export interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
}

/**
 * The text of the template that a request names: in the request itself, in the sandbox's own S3, or one that AWS
 * publishes and the sandbox knows. Undefined when the request names none.
 *
 * @throws {AwsError} `ValidationError` in AWS's words when both are named, when it is not there, or too large.
 */
export function fetchTemplate(source: TemplateSource, context: RegionContext): string | undefined {
  const { TemplateBody: body, TemplateURL: url } = source;
  if (body !== undefined && url !== undefined)
    throw validationError("You cannot specify both Template URL and Template Body.");
  if (url !== undefined) return fetchText(url, context, MAX_STORED_BYTES);
  if (body !== undefined) checkBodyLength(body);
  return body;
}

/** A text at an address of S3: a template or a stack policy. */
export function fetchText(url: string, context: RegionContext, maxBytes: number): string {
  const published = context.registry.publishedTemplate(url);
  if (published !== undefined) return published;
  const { bucket, key, versionId } = s3Address(url, context.endpointUrl);
  const text = readObject({ bucket, key, versionId }, context);
  if (text.length > maxBytes) throw validationError(`Template may not exceed ${maxBytes} bytes in size.`);
  return text.toString("utf8");
}

/** @throws {AwsError} `ValidationError` for an address that is none of S3's. */
export function s3Address(url: string, endpointUrl: string): S3Address {
  if (url.startsWith("s3://"))
    throw validationError(
      `S3 error: Domain name specified in ${url.slice(5).split("/")[0] ?? ""} is not a valid S3 domain`,
    );
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const bucket = parsed === undefined ? undefined : bucketOfHost(parsed, new URL(endpointUrl));
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || bucket === undefined) throw unsupported();
  const path = decodeURIComponent(parsed.pathname.slice(1));
  const slash = path.indexOf("/");
  const versionId = parsed.searchParams.get("versionId") ?? undefined;
  if (bucket !== "") return { bucket, key: path, versionId };
  if (slash <= 0) throw unsupported();
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1), versionId };
}

const S3_HOST = /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** The bucket in a virtual-host style address, empty for path style; undefined for a host that is not S3's. */
function bucketOfHost(url: URL, endpoint: URL): string | undefined {
  if (url.port === endpoint.port) {
    const own = [endpoint.hostname, "localhost", "127.0.0.1"];
    if (own.includes(url.hostname)) return "";
    const suffix = own.map((hostname) => `.${hostname}`).find((end) => url.hostname.endsWith(end));
    if (suffix !== undefined) return url.hostname.slice(0, -suffix.length);
  }
  const match = S3_HOST.exec(url.hostname);
  return match === null ? undefined : (match[1] ?? "");
}

function readObject({ bucket, key, versionId }: S3Address, context: RegionContext): Buffer {
  try {
    const { Body: body } = context.call("s3", "GetObject", {
      Bucket: bucket,
      Key: key,
      ...(versionId === undefined ? {} : { VersionId: versionId }),
    });
    return body === undefined ? Buffer.alloc(0) : bytesOf(body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(
      `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

function bytesOf(body: AnswerBody): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const bytes = Buffer.alloc(body.endByte - body.startByte);
  const file = openSync(body.filePath, "r");
  try {
    readSync(file, bytes, 0, bytes.length, body.startByte);
  } finally {
    closeSync(file);
  }
  return bytes;
}

function checkBodyLength(body: string): void {
  const bytes = Buffer.byteLength(body, "utf8");
  const shown = body.length > 200 ? `${body.slice(0, 200)}...` : body;
  if (bytes > MAX_BODY_BYTES)
    throw validationError(
      `1 validation error detected: Value '${shown}' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY_BYTES}`,
    );
  if (bytes === 0)
    throw validationError(
      "1 validation error detected: Value '' at 'templateBody' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
}

function unsupported(): AwsError {
  return validationError("TemplateURL must be a supported URL.");
}
