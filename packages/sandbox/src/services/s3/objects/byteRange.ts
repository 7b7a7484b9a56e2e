import { AwsError } from "../../../kernel/AwsError.ts";
import { invalidRequest } from "../errors.ts";
import type { StoredObject } from "../S3State.ts";

/** A part of an object; `endByte` is exclusive. */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
  /** True when the answer is a 206 with a Content-Range. */
  readonly isPartial: boolean;
}

/**
 * What a read answers of an object.
 * @throws {AwsError} InvalidRange or InvalidPartNumber (416) for what the object does not have.
 */
export function rangeOf(
  object: StoredObject,
  input: { readonly Range?: string | undefined; readonly PartNumber?: number | undefined },
): ByteRange {
  if (input.Range !== undefined && input.PartNumber !== undefined)
    throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
  if (input.PartNumber !== undefined) return rangeOfPart(object, input.PartNumber);
  return parsedRange(input.Range, object.sizeBytes);
}

export function contentRange(range: ByteRange, sizeBytes: number): string {
  return `bytes ${range.startByte}-${range.endByte - 1}/${sizeBytes}`;
}

function parsedRange(header: string | undefined, sizeBytes: number): ByteRange {
  const whole = { startByte: 0, endByte: sizeBytes, isPartial: false };
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  // A header that is no single range of bytes is ignored, as HTTP asks.
  if (match === null) return whole;
  const [, first = "", last = ""] = match;
  if (first === "") return last === "" ? whole : lastBytes(match[0], Number(last), sizeBytes);
  const startByte = Number(first);
  const lastByte = last === "" ? Infinity : Number(last);
  if (lastByte < startByte) return whole;
  if (startByte >= sizeBytes) throw invalidRange(match[0], sizeBytes);
  return { startByte, endByte: Math.min(lastByte + 1, sizeBytes), isPartial: true };
}

function lastBytes(requested: string, lengthBytes: number, sizeBytes: number): ByteRange {
  if (lengthBytes === 0 || sizeBytes === 0) throw invalidRange(requested, sizeBytes);
  return { startByte: Math.max(0, sizeBytes - lengthBytes), endByte: sizeBytes, isPartial: true };
}

function rangeOfPart(object: StoredObject, partNumber: number): ByteRange {
  if (partNumber < 1 || partNumber > 10_000)
    throw new AwsError("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive", {
      members: { ArgumentName: "partNumber", ArgumentValue: String(partNumber) },
    });
  const parts = object.parts ?? [{ sizeBytes: object.sizeBytes }];
  const part = parts[partNumber - 1];
  if (part === undefined)
    throw new AwsError("InvalidPartNumber", "The requested partnumber is not satisfiable", {
      httpStatus: 416,
      members: { ActualPartCount: parts.length, PartNumberRequested: partNumber },
    });
  const startByte = parts.slice(0, partNumber - 1).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { startByte, endByte: startByte + part.sizeBytes, isPartial: object.sizeBytes > 0 };
}

function invalidRange(requested: string, sizeBytes: number): AwsError {
  return new AwsError("InvalidRange", "The requested range is not satisfiable", {
    httpStatus: 416,
    members: { ActualObjectSize: sizeBytes, RangeRequested: requested },
  });
}
