import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import type { FunctionCode } from "@aws-sdk/client-lambda";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { invalidParameter } from "./functionLookup.ts";
import type { CodeRecord } from "./LambdaState.ts";

export type CodeSource = Pick<FunctionCode, "ZipFile" | "S3Bucket" | "S3Key" | "S3ObjectVersion">;

/** Size and hash of the code, which must be there; it is not run and not kept. */
export function codeRecord(source: CodeSource, context: CallContext): CodeRecord {
  if (isOfficialArtifact(source)) return OFFICIAL_ARTIFACT;
  const content = source.ZipFile === undefined ? objectContent(source, context) : source.ZipFile;
  // CloudFormation hands over the text of a template as it is; everybody else a zip file.
  if (context.accessKeyId !== "sandbox" && !Buffer.from(content).subarray(0, 2).equals(Buffer.from("PK")))
    throw invalidParameter(
      "Could not unzip uploaded file. Please check your file, then try to upload again.",
    );
  return { sizeBytes: content.length, sha256: createHash("sha256").update(content).digest("base64") };
}

/** Stands for an artefact in a bucket that ParallelCluster itself publishes: the sandbox does not hold its bytes. */
const OFFICIAL_ARTIFACT: CodeRecord = {
  sizeBytes: 0,
  sha256: createHash("sha256").update("").digest("base64"),
};

function isOfficialArtifact({ S3Bucket = "", S3Key = "" }: CodeSource): boolean {
  return /^[a-z0-9-]+-aws-parallelcluster$/.test(S3Bucket) && S3Key.startsWith("parallelcluster/");
}

function objectContent(source: CodeSource, context: CallContext): Uint8Array {
  const { S3Bucket: Bucket, S3Key: Key, S3ObjectVersion: VersionId } = source;
  if (Bucket === undefined || Key === undefined)
    throw invalidParameter("Please provide a source for function code.");
  try {
    const { Body } = context.call("s3", "GetObject", { Bucket, Key, VersionId });
    if (Body === undefined || Body instanceof Uint8Array) return Body ?? new Uint8Array();
    return readPart(Body.filePath, Body.startByte, Body.endByte);
  } catch (error) {
    if (error instanceof AwsError)
      throw invalidParameter(
        `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
      );
    throw error;
  }
}

function readPart(filePath: string, startByte: number, endByte: number): Uint8Array {
  const content = Buffer.alloc(endByte - startByte);
  const file = openSync(filePath, "r");
  try {
    const readBytes = readSync(file, content, 0, content.length, startByte);
    return content.subarray(0, readBytes);
  } finally {
    closeSync(file);
  }
}
