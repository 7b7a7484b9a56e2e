import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import type { StoredBody } from "../../../kernel/serviceModels.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { type ChecksumMembers, checksumMember, checksumName, givenChecksum } from "../contents/checksums.ts";
import { keepFile } from "../contents/contentFiles.ts";
import { digestFile } from "../contents/digestFile.ts";
import type { Content } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { checkWriteConditions, quoted } from "./conditions.ts";
import { checkKey, shownEncryption, traitsOf } from "./traits.ts";
import { writeObject, writtenVersionId } from "./versions.ts";

const LARGEST_PUT_BYTES = 5 * 1024 ** 3;

/** Members of a request that carries bytes. */
export interface BodyInput extends ChecksumMembers {
  readonly Body?: StoredBody | undefined;
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
}

export function putObject(input: S3Input<"PutObject">, context: CallContext): S3Output<"PutObject"> {
  const bucket = bucketOf(input, context);
  const at = { bucket, key: input.Key ?? "" };
  checkKey(at.key);
  checkWriteConditions(at, input);
  const traits = traitsOf(bucket, input);
  const object = writeObject(context, at, { ...traits, ...receivedContent(context, input) });
  return {
    ETag: quoted(object.etag),
    ...shownEncryption(object),
    ...writtenVersionId(bucket, object),
    ...checksumMember(object.checksum?.algorithm, object.checksum?.value),
    ...(object.checksum === undefined ? {} : { ChecksumType: object.checksum.type }),
  };
}

/**
 * Checks the MD5 of a body and moves it into place.
 * @throws {AwsError} BadDigest, InvalidDigest, EntityTooLarge.
 */
export function receivedContent(context: CallContext, input: BodyInput): Content {
  const sizeBytes = input.Body?.sizeBytes ?? 0;
  if (sizeBytes > LARGEST_PUT_BYTES)
    throw new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
      members: { ProposedSize: sizeBytes, MaxSizeAllowed: LARGEST_PUT_BYTES },
    });
  const given = givenChecksum(input);
  const algorithm = given?.name ?? checksumName(input.ChecksumAlgorithm);
  // A checksum that came with the body was verified when the body was received.
  const digest = digestFile(input.Body?.filePath, given === undefined ? algorithm : undefined);
  const checksum = given?.value ?? digest.checksum;
  checkContentMd5(input.ContentMD5, digest.md5);
  return {
    contentId: keepFile(context, input.Body?.filePath),
    sizeBytes: digest.sizeBytes,
    etag: digest.md5.toString("hex"),
    ...(algorithm === undefined || checksum === undefined
      ? {}
      : { checksum: { algorithm, value: checksum, type: "FULL_OBJECT" as const } }),
  };
}

function checkContentMd5(given: string | undefined, md5: Buffer): void {
  if (given === undefined) return;
  if (Buffer.from(given, "base64").length !== 16)
    throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.", {
      members: { "Content-MD5": given },
    });
  if (given === md5.toString("base64")) return;
  throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.", {
    members: { ExpectedDigest: given, CalculatedDigest: md5.toString("base64") },
  });
}
