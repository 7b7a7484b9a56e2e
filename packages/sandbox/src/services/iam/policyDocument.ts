import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import { limitExceeded, malformedPolicy } from "./iamErrors.ts";

const VERSIONS = new Set(["2012-10-17", "2008-10-17"]);
const STS_ACTIONS = /^sts:(AssumeRole.*|TagSession|SetSourceIdentity|SetContext|\*)$/i;

/** Checks a policy that is attached to a role: inline or managed. */
export function checkIdentityPolicy(document: string): void {
  const policy = parsed(document, "Syntax errors in policy.");
  checkVersion(policy);
  for (const statement of statementsOf(policy)) {
    checkEffect(statement);
    if (Object.hasOwn(statement, "Principal") || Object.hasOwn(statement, "NotPrincipal"))
      throw malformedPolicy("Policy document should not specify a principal.");
    const actions = textsOf(statement, "Action") ?? textsOf(statement, "NotAction");
    if (actions === undefined) throw malformedPolicy("Policy statement must contain actions.");
    const resources = textsOf(statement, "Resource") ?? textsOf(statement, "NotResource");
    if (resources === undefined) throw malformedPolicy("Policy statement must contain resources.");
    actions.forEach(checkAction);
    resources.forEach(checkResource);
  }
}

/** Checks the policy that says who may assume a role. */
export function checkTrustPolicy(document: string): void {
  const policy = parsed(document, "This policy contains invalid Json");
  checkVersion(policy);
  for (const statement of statementsOf(policy)) {
    checkEffect(statement);
    for (const field of ["Resource", "NotResource"])
      if (Object.hasOwn(statement, field)) throw malformedPolicy(`Has prohibited field ${field}`);
    if (!Object.hasOwn(statement, "Principal") && !Object.hasOwn(statement, "NotPrincipal"))
      throw malformedPolicy("Missing required field Principal");
    const actions = textsOf(statement, "Action") ?? textsOf(statement, "NotAction");
    if (actions === undefined) throw malformedPolicy("Missing required field Action");
    if (!actions.every((action) => STS_ACTIONS.test(action)))
      throw malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
  }
  if (sizeOf(document) > 2048) throw limitExceeded("Cannot exceed quota for ACLSizePerRole: 2048");
}

/** Characters that count against IAM's limits: all but white space. */
export function sizeOf(document: string): number {
  return document.replace(/\s/g, "").length;
}

/** A document as the IAM API answers it: percent-encoded by RFC 3986. */
export function encodedPolicy(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function parsed(document: string, message: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformedPolicy(message);
    throw error;
  }
  if (!isJsonObject(value)) throw malformedPolicy(message);
  return value;
}

function checkVersion(policy: JsonObject): void {
  const version = policy["Version"];
  if (version !== undefined && !(typeof version === "string" && VERSIONS.has(version)))
    throw malformedPolicy("The policy must contain a valid version string");
}

function statementsOf(policy: JsonObject): readonly JsonObject[] {
  const statement = policy["Statement"];
  const statements = Array.isArray(statement) ? statement : [statement];
  if (!statements.every(isJsonObject)) throw malformedPolicy("Syntax errors in policy.");
  return statements;
}

function checkEffect(statement: JsonObject): void {
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") throw malformedPolicy("Syntax errors in policy.");
}

function checkAction(action: string): void {
  if (action !== "*" && !/^[a-z0-9-]+:/i.test(action))
    throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
}

function checkResource(resource: string): void {
  if (!/^(arn:|\*|\$\{)/.test(resource))
    throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
}

function textsOf(statement: JsonObject, field: string): readonly string[] | undefined {
  const value = statement[field];
  if (value === undefined) return undefined;
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!texts.every((text) => typeof text === "string")) throw malformedPolicy("Syntax errors in policy.");
  return texts;
}
