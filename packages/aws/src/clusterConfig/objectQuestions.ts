import {
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { found, refused, type AwsAnswer, type ClusterConfigAws } from "@trainyard/core/cluster-config";
import { abortOptions } from "../abortOptions.ts";
import { asked } from "./asked.ts";

type Questions = ClusterConfigAws["objects"];

const FIRST_REGION = "us-east-1";
/** As S3 calls the region of old European buckets. */
const FORMER_NAMES: Readonly<Record<string, string>> = { EU: "eu-west-1" };
const URL_TIMEOUT_MS = 10_000;

export function createObjectQuestions(
  s3: S3Client,
  readsUrls: boolean,
  signal: AbortSignal | undefined,
): Questions {
  const options = abortOptions(signal);
  return {
    bucket: (name) =>
      asked("HeadBucket", async () => {
        await s3.send(new HeadBucketCommand({ Bucket: name }), options);
        return "exists" as const;
      }),
    bucketVersioning: (name) =>
      asked("GetBucketVersioning", async (): Promise<string | undefined> => {
        return (await s3.send(new GetBucketVersioningCommand({ Bucket: name }), options)).Status;
      }),
    bucketRegion: (name) =>
      asked("GetBucketLocation", async () => {
        const answer = await s3.send(new GetBucketLocationCommand({ Bucket: name }), options);
        const region: string = answer.LocationConstraint ?? "";
        return region === "" ? FIRST_REGION : (FORMER_NAMES[region] ?? region);
      }),
    object: (bucket, key) =>
      asked("HeadObject", async () => {
        await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), options);
        return "exists" as const;
      }),
    url: async (url) =>
      readsUrls
        ? readUrl(url, signal)
        : refused("NotAsked", "addresses outside this machine are not asked here"),
  };
}

/** Only the head of the answer is waited for. */
async function readUrl(url: string, signal: AbortSignal | undefined): Promise<AwsAnswer<"readable">> {
  if (!URL.canParse(url)) return refused("InvalidUrl", `${url} is no URL`);
  const deadline = AbortSignal.timeout(URL_TIMEOUT_MS);
  try {
    const answer = await fetch(url, {
      signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
    });
    await answer.body?.cancel();
    return answer.ok ? found("readable") : refused(String(answer.status), answer.statusText);
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof Error)) throw error;
    const { cause } = error;
    return refused("UrlError", cause instanceof Error ? cause.message : error.message);
  }
}
