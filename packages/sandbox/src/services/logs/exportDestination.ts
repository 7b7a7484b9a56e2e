import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { invalidParameter } from "./logsErrors.ts";

/**
 * Checks the bucket of an export as the service does: it exists, lies in the region, and its policy lets
 * CloudWatch Logs read the access list and write objects.
 */
export function checkExportBucket(bucket: string, context: RegionContext): void {
  const location = bucketRegion(bucket, context);
  if (location !== context.region)
    throw invalidParameter(
      "The given bucket is not in the same region. Please make sure the bucket is valid.",
    );
  const statements = policyStatements(bucket, context);
  for (const call of ["GetBucketAcl", "PutObject"])
    if (!statements.some((statement) => allows(statement, `s3:${call}`)))
      throw invalidParameter(
        `${call} call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.`,
      );
}

function bucketRegion(bucket: string, context: RegionContext): string {
  try {
    const { LocationConstraint } = context.call("s3", "GetBucketLocation", { Bucket: bucket });
    return LocationConstraint ?? "us-east-1";
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchBucket")
      throw invalidParameter("The given bucket does not exist. Please make sure the bucket is valid.");
    throw error;
  }
}

function policyStatements(bucket: string, context: RegionContext): JsonObject[] {
  try {
    const { Policy } = context.call("s3", "GetBucketPolicy", { Bucket: bucket });
    const policy: unknown = JSON.parse(Policy ?? "{}");
    const statement = isJsonObject(policy) ? policy["Statement"] : undefined;
    return listOf(statement).filter(isJsonObject);
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchBucketPolicy") return [];
    throw error;
  }
}

function allows(statement: JsonObject, action: string): boolean {
  const principal = statement["Principal"];
  const services = isJsonObject(principal) ? listOf(principal["Service"]) : listOf(principal);
  return (
    statement["Effect"] === "Allow" &&
    services.some((name) => typeof name === "string" && /^(\*|logs\..*)$/.test(name)) &&
    listOf(statement["Action"]).some((pattern) => typeof pattern === "string" && covers(pattern, action))
  );
}

function covers(pattern: string, action: string): boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${source}$`, "i").test(action);
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
