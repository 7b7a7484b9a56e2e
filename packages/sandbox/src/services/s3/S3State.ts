import { defineStore } from "../../kernel/defineStore.ts";
import type { ChecksumName } from "./contents/checksums.ts";
import type { S3Input, Tag } from "./shapes.ts";

/** Headers that a client gives with an object and gets back with it. */
export interface ObjectHeaders {
  cacheControl?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  contentLanguage?: string;
  contentType?: string;
  expiresMs?: number;
}

export interface StoredChecksum {
  readonly algorithm: ChecksumName;
  /** Base64; `<base64>-<parts>` for a composite of parts. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

export interface ObjectEncryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  readonly kmsKeyId?: string;
  readonly bucketKey?: boolean;
}

/** What a writer decides about an object, apart from its bytes. */
export interface ObjectTraits {
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly storageClass: StorageClassName;
  readonly encryption: ObjectEncryption;
}

export type StorageClassName = NonNullable<S3Input<"PutObject">["StorageClass"]>;

/** Bytes in the data directory. */
export interface Content {
  readonly contentId: string;
  readonly sizeBytes: number;
  /** MD5 in hexadecimal, or `<md5>-<parts>`; without quotes. */
  readonly etag: string;
  readonly checksum?: StoredChecksum;
  /** Of a multipart upload, in order. */
  readonly parts?: readonly { readonly sizeBytes: number; readonly checksum?: string }[];
}

export interface StoredObject extends Content, ObjectTraits {
  readonly kind: "object";
  readonly versionId: string;
  readonly modifiedMs: number;
}

export interface DeleteMarker {
  readonly kind: "delete-marker";
  readonly versionId: string;
  readonly modifiedMs: number;
}

export type ObjectVersion = StoredObject | DeleteMarker;

export interface UploadedPart extends Content {
  readonly modifiedMs: number;
}

/** A multipart upload under way. */
export interface Upload extends ObjectTraits {
  readonly uploadId: string;
  readonly key: string;
  readonly initiatedMs: number;
  readonly checksumAlgorithm?: ChecksumName;
  readonly checksumType?: "FULL_OBJECT" | "COMPOSITE";
  /** By part number. */
  readonly parts: Record<string, UploadedPart>;
}

type EncryptionRules = NonNullable<
  NonNullable<S3Input<"PutBucketEncryption">["ServerSideEncryptionConfiguration"]>["Rules"]
>;

/** A bucket with all its settings; settings that were never made are absent. */
export interface BucketState {
  readonly name: string;
  readonly region: string;
  readonly createdMs: number;
  versioning?: "Enabled" | "Suspended";
  encryption: EncryptionRules;
  policy?: string;
  publicAccessBlock?: NonNullable<S3Input<"PutPublicAccessBlock">["PublicAccessBlockConfiguration"]>;
  ownership?: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";
  /** The canned list that was set last. */
  acl?: NonNullable<S3Input<"PutBucketAcl">["ACL"]>;
  cors?: NonNullable<NonNullable<S3Input<"PutBucketCors">["CORSConfiguration"]>["CORSRules"]>;
  website?: NonNullable<S3Input<"PutBucketWebsite">["WebsiteConfiguration"]>;
  acceleration?: "Enabled" | "Suspended";
  /** The rules with dates as ISO strings, as JSON. */
  lifecycle?: { readonly rulesJson: string; readonly minimumObjectSize: MinimumObjectSize };
  tags: readonly Tag[];
  notification: NonNullable<S3Input<"PutBucketNotificationConfiguration">["NotificationConfiguration"]>;
  logging?: NonNullable<NonNullable<S3Input<"PutBucketLogging">["BucketLoggingStatus"]>["LoggingEnabled"]>;
  requestPayer: "BucketOwner" | "Requester";
  /** Versions by `tableKey(key)`, newest first; a key without versions is absent. */
  readonly objects: Record<string, ObjectVersion[]>;
  readonly uploads: Record<string, Upload>;
}

export type MinimumObjectSize = NonNullable<
  S3Input<"PutBucketLifecycleConfiguration">["TransitionDefaultMinimumObjectSize"]
>;

export interface S3State {
  readonly buckets: Record<string, BucketState>;
}

export const s3Store = defineStore<S3State>("s3", "global", () => ({ buckets: {} }));

/** Name of a key in the table of objects: prefixed, so that `__proto__` is a key like any other. */
export function tableKey(key: string): string {
  return `/${key}`;
}
