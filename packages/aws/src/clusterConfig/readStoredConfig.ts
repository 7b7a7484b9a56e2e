import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ConfigurationPlace } from "@trainyard/core";
import { abortOptions } from "../abortOptions.ts";
import { s3Config, type AwsConnection } from "../clientConfig.ts";
import { translated } from "../translateError.ts";

/** The text of a configuration that the official command keeps. @throws {TrainyardError} when it cannot be read. */
export async function readStoredConfig(
  connection: AwsConnection,
  { bucket, key, versionId }: ConfigurationPlace,
  signal?: AbortSignal,
): Promise<string> {
  const s3 = new S3Client(s3Config(connection));
  return translated("GetObject", async () => {
    const answer = await s3.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(versionId === undefined ? {} : { VersionId: versionId }),
      }),
      abortOptions(signal),
    );
    return (await answer.Body?.transformToString()) ?? "";
  });
}
