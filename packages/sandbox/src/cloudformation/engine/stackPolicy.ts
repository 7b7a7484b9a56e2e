import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import { validationError } from "../validationError.ts";

export type PolicyAction = "Update:Modify" | "Update:Replace" | "Update:Delete";

const STATEMENT_MEMBERS = new Set([
  "Action",
  "Condition",
  "Effect",
  "NotAction",
  "NotResource",
  "Principal",
  "Resource",
  "Sid",
]);

/** @throws {AwsError} `ValidationError` for a text that is no stack policy. */
export function checkStackPolicy(text: string): void {
  const statements = statementsOf(text);
  if (statements === undefined || !statements.every(isStatement))
    throw validationError("Error validating stack policy: Invalid stack policy");
}

/** The policy that holds at the moment: that of an update under way before the stack's own. */
export function presentPolicy({ operation, stackPolicy }: StackRecord): string | undefined {
  return operation?.stackPolicy ?? stackPolicy;
}

/** Why the policy of a stack forbids what an update would do to a resource; undefined when it allows it. */
export function policyFault(
  stack: StackRecord,
  action: PolicyAction,
  resource: { readonly logicalId: string; readonly type: string },
): string | undefined {
  const policy = presentPolicy(stack);
  if (policy === undefined || policy.trim() === "") return undefined;
  const statements = statementsOf(policy) ?? [];
  if (statements.length === 0) return undefined;
  const applying = statements.map((statement) => applies(statement, action, resource));
  const denied = statements.findIndex(
    (statement, index) => applying[index] === true && statement["Effect"] === "Deny",
  );
  if (denied >= 0)
    return `Action denied by stack policy: Statement [#${denied + 1}] does not allow [${action}] for resource [LogicalResourceId/${resource.logicalId}]`;
  const allowed = statements.some(
    (statement, index) => applying[index] === true && statement["Effect"] === "Allow",
  );
  return allowed
    ? undefined
    : `Action denied by stack policy: no statement allows [${action}] for resource [LogicalResourceId/${resource.logicalId}]`;
}

function statementsOf(text: string): JsonObject[] | undefined {
  const policy = parsed(text);
  // `{}` is taken, and allows everything, as no policy does.
  if (isJsonObject(policy) && Object.keys(policy).length === 0) return [];
  const statements = isJsonObject(policy) ? policy["Statement"] : undefined;
  const list: readonly Json[] = Array.isArray(statements) ? statements : [statements ?? null];
  return list.every(isJsonObject) ? list.filter(isJsonObject) : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse answers JSON
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isStatement(statement: JsonObject): boolean {
  const { Effect: effect, Principal: principal } = statement;
  const actions = textsOf(statement["Action"] ?? statement["NotAction"]);
  const resources = textsOf(statement["Resource"] ?? statement["NotResource"]);
  return (
    Object.keys(statement).every((member) => STATEMENT_MEMBERS.has(member)) &&
    (effect === "Allow" || effect === "Deny") &&
    principal === "*" &&
    actions.length > 0 &&
    actions.every((action) => /^Update:(Modify|Replace|Delete|\*)$/.test(action)) &&
    resources.length > 0
  );
}

function applies(
  statement: JsonObject,
  action: PolicyAction,
  resource: { readonly logicalId: string; readonly type: string },
): boolean {
  const actions =
    statement["Action"] === undefined
      ? !named(statement["NotAction"], action)
      : named(statement["Action"], action);
  const id = `LogicalResourceId/${resource.logicalId}`;
  const resources =
    statement["Resource"] === undefined
      ? !named(statement["NotResource"], id)
      : named(statement["Resource"], id);
  return actions && resources && meetsCondition(statement["Condition"], resource.type);
}

function named(value: Json | undefined, name: string): boolean {
  return textsOf(value).some((pattern) => patternOf(pattern).test(name));
}

/** The only condition key of stack policies is ResourceType. */
function meetsCondition(condition: Json | undefined, type: string): boolean {
  if (!isJsonObject(condition)) return true;
  return Object.values(condition).every(
    (test) =>
      isJsonObject(test) && textsOf(test["ResourceType"]).some((pattern) => patternOf(pattern).test(type)),
  );
}

function textsOf(value: Json | undefined): string[] {
  const list: readonly Json[] = Array.isArray(value) ? value : [value ?? null];
  return list.filter((item) => typeof item === "string");
}

function patternOf(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
