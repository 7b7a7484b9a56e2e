import { AwsError } from "../../../kernel/AwsError.ts";
import { checkAcl } from "../buckets/accessOperations.ts";
import { tagsOfHeader } from "../buckets/tags.ts";
import { invalidArgument, notModelled } from "../errors.ts";
import type {
  BucketState,
  ObjectEncryption,
  ObjectHeaders,
  ObjectTraits,
  StorageClassName,
} from "../S3State.ts";

/** Members of a write that describe the object. */
export const TRAIT_MEMBERS = [
  "ACL",
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "Expires",
  "Metadata",
  "ServerSideEncryption",
  "SSEKMSKeyId",
  "BucketKeyEnabled",
  "StorageClass",
  "Tagging",
] as const;

export interface TraitsInput {
  readonly ACL?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
  readonly StorageClass?: StorageClassName | undefined;
  readonly Tagging?: string | undefined;
}

const STORAGE_CLASSES: ReadonlySet<string> = new Set([
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
]);
const ARCHIVE_CLASSES: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);
const LARGEST_METADATA_BYTES = 2048;

/** @throws {AwsError} for values that S3 refuses or the sandbox does not model. */
export function traitsOf(bucket: BucketState, input: TraitsInput): ObjectTraits {
  checkAcl(bucket, input.ACL);
  return {
    headers: headersOf(input),
    metadata: checkedMetadata(input.Metadata),
    tags: tagsOfHeader(input.Tagging),
    storageClass: checkedStorageClass(input.StorageClass),
    encryption: encryptionOf(bucket, input),
  };
}

export function headersOf(input: TraitsInput): ObjectHeaders {
  const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType } = input;
  const expiresMs = input.Expires === undefined ? Number.NaN : new Date(input.Expires).getTime();
  return {
    contentType: ContentType ?? "binary/octet-stream",
    ...(CacheControl === undefined ? {} : { cacheControl: CacheControl }),
    ...(ContentDisposition === undefined ? {} : { contentDisposition: ContentDisposition }),
    ...(ContentEncoding === undefined ? {} : { contentEncoding: ContentEncoding }),
    ...(ContentLanguage === undefined ? {} : { contentLanguage: ContentLanguage }),
    ...(Number.isNaN(expiresMs) ? {} : { expiresMs }),
  };
}

export function checkedStorageClass(storageClass: StorageClassName | undefined): StorageClassName {
  if (storageClass === undefined || STORAGE_CLASSES.has(storageClass)) return storageClass ?? "STANDARD";
  if (ARCHIVE_CLASSES.has(storageClass)) throw notModelled(`The storage class ${storageClass}`);
  throw new AwsError("InvalidStorageClass", "The storage class you specified is not valid", {
    members: { StorageClassRequested: storageClass },
  });
}

/** What the writer asks for, else the bucket's default. */
export function encryptionOf(bucket: BucketState, input: TraitsInput): ObjectEncryption {
  const algorithm = input.ServerSideEncryption;
  if (algorithm === undefined) return defaultEncryption(bucket);
  if (algorithm === "AES256") return { algorithm };
  if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse")
    throw invalidArgument(
      "The encryption method specified is not supported",
      "x-amz-server-side-encryption",
      algorithm,
    );
  return {
    algorithm,
    ...(input.SSEKMSKeyId === undefined ? {} : { kmsKeyId: input.SSEKMSKeyId }),
    ...(input.BucketKeyEnabled === undefined ? {} : { bucketKey: input.BucketKeyEnabled }),
  };
}

/** Output members for an object's encryption. */
export function shownEncryption({ encryption }: Pick<ObjectTraits, "encryption">): {
  ServerSideEncryption: ObjectEncryption["algorithm"];
  SSEKMSKeyId?: string;
  BucketKeyEnabled?: boolean;
} {
  return {
    ServerSideEncryption: encryption.algorithm,
    ...(encryption.kmsKeyId === undefined ? {} : { SSEKMSKeyId: encryption.kmsKeyId }),
    ...(encryption.bucketKey === true ? { BucketKeyEnabled: true } : {}),
  };
}

/** @throws {AwsError} for an empty key and one of more than 1,024 bytes. */
export function checkKey(key: string): void {
  if (key === "") throw invalidArgument("Object key must not be empty", "key", key);
  const sizeBytes = Buffer.byteLength(key);
  if (sizeBytes > 1024)
    throw new AwsError("KeyTooLongError", "Your key is too long", {
      members: { Size: sizeBytes, MaxSizeAllowed: 1024 },
    });
}

function defaultEncryption(bucket: BucketState): ObjectEncryption {
  const rule = bucket.encryption[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = byDefault?.SSEAlgorithm;
  if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") return { algorithm: "AES256" };
  return {
    algorithm,
    ...(byDefault?.KMSMasterKeyID === undefined ? {} : { kmsKeyId: byDefault.KMSMasterKeyID }),
    ...(rule?.BucketKeyEnabled === true ? { bucketKey: true } : {}),
  };
}

function checkedMetadata(metadata: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const sizeBytes = entries.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (sizeBytes > LARGEST_METADATA_BYTES)
    throw new AwsError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", {
      members: { Size: sizeBytes, MaxSizeAllowed: LARGEST_METADATA_BYTES },
    });
  return Object.fromEntries(entries);
}
