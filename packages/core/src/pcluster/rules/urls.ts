import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import { foundOrThrow } from "../aws/AwsAnswer.ts";
import { error, findingsOf, warning, type Findings, type RuleAnswer } from "./finding.ts";

export interface UrlInput {
  readonly url: string;
  /** Account that must own the bucket. */
  readonly bucketOwner?: string;
}

export function urlValidator(input: UrlInput, aws: ClusterConfigAws | undefined): RuleAnswer {
  const { url, bucketOwner } = input;
  const scheme = schemeOf(url);
  if (scheme !== "https" && scheme !== "s3")
    return [error(`'${url}' is not a URL that starts with https:// or s3://.`)];
  if (scheme === "https" && bucketOwner !== undefined)
    return [error(`The owner of a bucket is given, but '${url}' is no S3 URL.`)];
  if (scheme === "https") return aws === undefined ? [] : checkHttps(url, aws);
  const match = /^s3:\/\/(.*?)\/(.*)/.exec(url);
  if (match === null) return [error(`'${url}' is not an S3 URL such as s3://bucket/key.`)];
  return aws === undefined ? [] : checkObject(input, match[1] ?? "", match[2] ?? "", aws);
}

async function checkHttps(url: string, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.objects.url(url);
  if (answer.kind === "found") return [];
  return [
    answer.code === "InvalidUrl"
      ? error(`'${url}' is not a URL.`)
      : warning(`'${url}' cannot be read: ${answer.message}`),
  ];
}

/** With an owner, an object that cannot be read is not taken as one that only the nodes may read. */
async function checkObject(
  { url, bucketOwner }: UrlInput,
  bucket: string,
  key: string,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const answer = await aws.objects.object(bucket, key);
  const finding = bucketOwner === undefined ? warning : error;
  return findingsOf(answer.kind === "refused" && finding(`'${url}' cannot be read: ${answer.message}`));
}

export function s3BucketUriValidator(
  { url }: { readonly url: string },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  if (schemeOf(url) !== "s3") return [error(`'${url}' is not an S3 URL such as s3://bucket/path.`)];
  const bucket = bucketOf(url);
  if (bucket === undefined) return [error(`'${url}' names no bucket.`)];
  return aws === undefined ? [] : checkBucket(url, bucket, aws);
}

async function checkBucket(url: string, bucket: string, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.objects.bucket(bucket);
  if (answer.kind === "found") return [];
  const advice = answer.code === "403" ? " Allow s3:ListBucket on it for the role that you use." : "";
  return [error(`The bucket of '${url}' cannot be read: ${answer.message}${advice}`)];
}

export function s3BucketValidator(
  { bucket }: { readonly bucket: string },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkOwnBucket(bucket, aws);
}

async function checkOwnBucket(bucket: string, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.objects.bucket(bucket);
  if (answer.kind === "refused") return [error(`The bucket ${bucket} cannot be used: ${answer.message}`)];
  const versioning = await aws.objects.bucketVersioning(bucket);
  if (versioning.kind === "refused")
    return [error(`The bucket ${bucket} cannot be used: ${versioning.message}`)];
  return findingsOf(
    versioning.value !== "Enabled" &&
      error(`The bucket ${bucket} must have versioning enabled; it is ${versioning.value ?? "not set"}.`),
  );
}

export interface BucketRegionInput {
  readonly bucket: string;
  readonly region: string;
}

export function s3BucketRegionValidator(
  input: BucketRegionInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkBucketRegion(input, aws);
}

async function checkBucketRegion(
  { bucket, region }: BucketRegionInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const answer = await aws.objects.bucketRegion(bucket);
  if (answer.kind === "refused")
    return [error(`The region of the bucket ${bucket} cannot be read: ${answer.message}`)];
  return findingsOf(
    answer.value !== region && error(`The bucket ${bucket} is in ${answer.value}, the cluster in ${region}.`),
  );
}

export interface AutoImportInput {
  readonly hasPolicy: boolean;
  readonly importPath: string | undefined;
  readonly region: string;
}

export function fsxAutoImportValidator(
  input: AutoImportInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  if (!input.hasPolicy) return [];
  const bucket = input.importPath === undefined ? undefined : bucketOf(input.importPath);
  if (bucket === undefined) return [error("AutoImportPolicy needs the path of an S3 bucket to import from.")];
  return aws === undefined ? [] : checkImportRegion(bucket, input.region, aws);
}

async function checkImportRegion(bucket: string, region: string, aws: ClusterConfigAws): Promise<Findings> {
  const bucketRegion = foundOrThrow(await aws.objects.bucketRegion(bucket));
  return findingsOf(
    bucketRegion !== region &&
      error(
        `Automatic import works only within one region: the bucket ${bucket} is in ${bucketRegion}, the cluster in ${region}.`,
      ),
  );
}

/** The scheme of a URL in lower case, empty when there is none; white space around and within does not count. */
export function schemeOf(url: string): string {
  const plain = url.replaceAll(/[\t\r\n]/g, "").trimStart();
  return /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(plain)?.[1]?.toLowerCase() ?? "";
}

function bucketOf(url: string): string | undefined {
  return url.split("/")[2];
}
