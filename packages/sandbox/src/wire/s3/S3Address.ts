import { AwsError } from "../../kernel/AwsError.ts";
import { decodePercent } from "../parseQueryString.ts";

/** What a request to S3 is about; without a bucket it is about the account, without a key about the bucket. */
export interface S3Address {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

/** `bucket.s3.us-west-2.amazonaws.com`, also dual-stack, legacy and global forms. */
const AWS_HOST = /^(?:(.+)\.)?s3(?:[.-][a-z0-9-]+)?(?:\.dualstack\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;
const LOCAL_HOST = /^(?:(.+?)\.)?(?:s3(?:\.[a-z0-9-]+)?\.)?(?:localhost|127\.0\.0\.1)$/;

/**
 * Takes bucket and key from the host and the path: `bucket.s3.localhost`, `bucket.localhost`,
 * `bucket.127.0.0.1` and AWS's own hosts name the bucket, any other host leaves it to the path.
 * @param host - without its port. @param path - as sent.
 * @throws {AwsError} `InvalidURI` when the path is not percent-encoded UTF-8.
 */
export function readS3Address(host: string, path: string): S3Address {
  const hostBucket = bucketOfHost(host.toLowerCase());
  const afterSlash = path.slice(1);
  if (hostBucket !== undefined) return { bucket: hostBucket, key: keyOf(afterSlash) };
  const slash = afterSlash.indexOf("/");
  const bucket = keyOf(slash < 0 ? afterSlash : afterSlash.slice(0, slash));
  return { bucket, key: slash < 0 ? undefined : keyOf(afterSlash.slice(slash + 1)) };
}

/** True for the hosts of S3 at AWS, under which a proxied request may arrive. */
export function isAwsS3Host(host: string): boolean {
  return AWS_HOST.test(host.toLowerCase());
}

function bucketOfHost(host: string): string | undefined {
  const bucket = (AWS_HOST.exec(host) ?? LOCAL_HOST.exec(host))?.[1];
  return bucket === "s3" ? undefined : bucket;
}

function keyOf(encoded: string): string | undefined {
  const decoded = decodePercent(encoded);
  if (decoded === undefined) throw new AwsError("InvalidURI", "Couldn't parse the specified URI.");
  return decoded === "" ? undefined : decoded;
}
