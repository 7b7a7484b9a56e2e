import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { isKnownType } from "../specification/ResourceSpecification.ts";
import { notModelled, validationError } from "../validationError.ts";
import { DELETION_POLICIES, type DeletionPolicy, type ResourceDeclaration } from "./Template.ts";

export const MAX_RESOURCES = 500;

const ATTRIBUTES = new Set([
  "Condition",
  "CreationPolicy",
  "DeletionPolicy",
  "DependsOn",
  "Description",
  "Metadata",
  "Properties",
  "Type",
  "UpdatePolicy",
  "UpdateReplacePolicy",
  "Version",
]);

/** Types whose creation policy can wait for signals. */
const SIGNALLED_TYPES = new Set([
  "AWS::AutoScaling::AutoScalingGroup",
  "AWS::CloudFormation::WaitCondition",
  "AWS::EC2::Instance",
]);

/** @throws {AwsError} `ValidationError` for the first resource that is not declared as CloudFormation wants it. */
export function checkResources(section: Json | undefined): Record<string, ResourceDeclaration> {
  if (section === undefined || (isJsonObject(section) && Object.keys(section).length === 0))
    throw validationError("Template format error: At least one Resources member must be defined.");
  if (!isJsonObject(section))
    throw validationError("Template format error: Any Resources member must be an object.");
  const entries = Object.entries(section);
  if (entries.length > MAX_RESOURCES)
    throw validationError(
      `Template format error: Number of resources, ${entries.length}, is greater than maximum allowed, ${MAX_RESOURCES}`,
    );
  const resources = Object.fromEntries(entries.map(([name, raw]) => [name, checkResource(name, raw)]));
  const types = Object.values(resources).map((resource) => resource.type);
  const unrecognized = [...new Set(types.filter((type) => !isKnownType(type)))];
  if (unrecognized.length > 0)
    throw validationError(`Template format error: Unrecognized resource types: [${unrecognized.join(", ")}]`);
  return resources;
}

function checkResource(name: string, raw: Json): ResourceDeclaration {
  if (!isJsonObject(raw))
    throw validationError("Template format error: Any Resources member must be an object.");
  if (!/^[a-zA-Z0-9]+$/.test(name))
    throw validationError(`Template format error: Resource name ${name} is non alphanumeric.`);
  const unknown = Object.keys(raw).find((attribute) => !ATTRIBUTES.has(attribute));
  if (unknown !== undefined) throw validationError(`Invalid template resource property '${unknown}'`);
  const type = raw["Type"];
  if (typeof type !== "string")
    throw validationError(
      `Template format error: [/Resources/${name}] Every Resources object must contain a Type member.`,
    );
  return {
    type,
    properties: objectAttribute(name, "Properties", raw["Properties"]) ?? {},
    dependsOn: dependsOf(name, raw["DependsOn"]),
    ...optional("metadata", objectAttribute(name, "Metadata", raw["Metadata"])),
    ...optional("condition", conditionOf(name, raw["Condition"])),
    ...optional("creationPolicy", creationPolicyOf(name, type, raw["CreationPolicy"])),
    ...optional("deletionPolicy", policyOf(name, "DeletionPolicy", raw["DeletionPolicy"])),
    ...optional("updateReplacePolicy", policyOf(name, "UpdateReplacePolicy", raw["UpdateReplacePolicy"])),
  };
}

/** Only groups of instances that are not modelled act on an update policy: it is taken and means nothing. */
function creationPolicyOf(name: string, type: string, value: Json | undefined): JsonObject | undefined {
  const policy = objectAttribute(name, "CreationPolicy", value);
  if (policy !== undefined && !SIGNALLED_TYPES.has(type))
    throw notModelled(`the attribute CreationPolicy of the type ${type} (resource ${name})`);
  return policy;
}

function objectAttribute(name: string, attribute: string, value: Json | undefined): JsonObject | undefined {
  if (value === undefined || isJsonObject(value)) return value;
  throw validationError(
    `Template format error: [/Resources/${name}/${attribute}] ${attribute} must be an object.`,
  );
}

function dependsOf(name: string, value: Json | undefined): string[] {
  if (value === undefined) return [];
  const list: readonly Json[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === "string") return item;
    throw validationError(
      `Template format error: DependsOn of resource ${name} must be a string or a list of strings.`,
    );
  });
}

function conditionOf(name: string, value: Json | undefined): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw validationError(`Template format error: Condition of resource ${name} must be a string.`);
}

function policyOf(name: string, attribute: string, value: Json | undefined): DeletionPolicy | undefined {
  if (value === undefined) return undefined;
  const policy = DELETION_POLICIES.find((known) => known === value);
  const allowed = policy !== "RetainExceptOnCreate" || attribute === "DeletionPolicy";
  if (policy !== undefined && allowed) return policy;
  throw validationError(
    `Template format error: Unrecognized ${attribute} ${typeof value === "string" ? value : JSON.stringify(value)} for resource ${name}`,
  );
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { [Member in Key]?: Value } {
  if (value === undefined) return {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key widens to string
  return { [key]: value } as { [Member in Key]?: Value };
}
