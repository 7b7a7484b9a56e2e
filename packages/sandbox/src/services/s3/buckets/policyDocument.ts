import { AwsError } from "../../../kernel/AwsError.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../kernel/json.ts";

const LONGEST_POLICY_BYTES = 20_480;

/**
 * The statements of a bucket policy.
 * @throws {AwsError} MalformedPolicy as S3 answers for what is not a policy of this bucket.
 */
export function policyStatements(policy: string, bucketName: string): readonly JsonObject[] {
  if (Buffer.byteLength(policy) > LONGEST_POLICY_BYTES)
    throw malformed("Normalized policy document exceeds the maximum allowed size of 20480 bytes.");
  const document = parsed(policy);
  if (document === undefined) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  if (document["Statement"] === undefined) throw malformed("Missing required field Statement");
  const version = document["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    throw malformed("The policy must contain a valid version string");
  const statements = listOf(document["Statement"]);
  return statements.map((statement) => checkedStatement(statement, bucketName));
}

/** True when some statement lets everybody in without a condition. */
export function isPublicPolicy(statements: readonly JsonObject[]): boolean {
  return statements.some(
    (statement) =>
      statement["Effect"] === "Allow" &&
      statement["Condition"] === undefined &&
      isEverybody(statement["Principal"]),
  );
}

function checkedStatement(statement: Json, bucketName: string): JsonObject {
  if (!isJsonObject(statement)) throw malformed("Could not parse the policy: Statement is not an object");
  const effect = statement["Effect"];
  if (effect === undefined) throw malformed("Missing required field Effect");
  if (effect !== "Allow" && effect !== "Deny") throw malformed(`Invalid effect: ${JSON.stringify(effect)}`);
  if (statement["Principal"] === undefined && statement["NotPrincipal"] === undefined)
    throw malformed("Missing required field Principal");
  const actions = listOf(statement["Action"] ?? statement["NotAction"] ?? []);
  if (actions.length === 0) throw malformed("Missing required field Action");
  if (!actions.every((action) => typeof action === "string" && /^(\*|s3:[\w*?]+)$/i.test(action)))
    throw malformed("Policy has invalid action");
  const resources = listOf(statement["Resource"] ?? statement["NotResource"] ?? []);
  if (resources.length === 0) throw malformed("Missing required field Resource");
  if (!resources.every((resource) => isOfBucket(resource, bucketName)))
    throw malformed("Policy has invalid resource");
  return statement;
}

function isOfBucket(resource: Json, bucketName: string): boolean {
  if (typeof resource !== "string") return false;
  if (resource === "*") return true;
  const named = /^arn:[a-z-]+:s3:::([^/]*)(\/.*)?$/s.exec(resource);
  const pattern = named?.[1];
  if (pattern === undefined) return false;
  const matcher = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${matcher}$`).test(bucketName);
}

function isEverybody(principal: Json | undefined): boolean {
  if (principal === "*") return true;
  return isJsonObject(principal) && listOf(principal["AWS"] ?? []).includes("*");
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}

function parsed(policy: string): JsonObject | undefined {
  if (!policy.startsWith("{")) return undefined;
  try {
    const document: unknown = JSON.parse(policy);
    return isJsonObject(document) ? document : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicy", message);
}
