import { AwsError } from "../../../kernel/AwsError.ts";

const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/** Buckets of AWS itself that the guide's tools ask for: they exist and belong to another account. */
const FOREIGN_BUCKET = /^[a-z0-9-]+-aws-parallelcluster$/;

/** @throws {AwsError} InvalidBucketName for what breaks the naming rules of general purpose buckets. */
export function checkBucketName(name: string): void {
  if (isBucketName(name)) return;
  throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", {
    members: { BucketName: name },
  });
}

export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\./.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    !RESERVED_SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}

export function isForeignBucket(name: string): boolean {
  return FOREIGN_BUCKET.test(name);
}
