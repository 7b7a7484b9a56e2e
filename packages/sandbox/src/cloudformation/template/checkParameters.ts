import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import type { ParameterDeclaration } from "./Template.ts";

export const MAX_PARAMETERS = 200;

const ATTRIBUTES = new Set([
  "AllowedPattern",
  "AllowedValues",
  "ConstraintDescription",
  "Default",
  "Description",
  "MaxLength",
  "MaxValue",
  "MinLength",
  "MinValue",
  "NoEcho",
  "Type",
]);

/** Types of things in the account, as a single value or in `List<>`. */
export const ACCOUNT_TYPES = [
  "AWS::EC2::AvailabilityZone::Name",
  "AWS::EC2::Image::Id",
  "AWS::EC2::Instance::Id",
  "AWS::EC2::KeyPair::KeyName",
  "AWS::EC2::SecurityGroup::GroupName",
  "AWS::EC2::SecurityGroup::Id",
  "AWS::EC2::Subnet::Id",
  "AWS::EC2::Volume::Id",
  "AWS::EC2::VPC::Id",
  "AWS::Route53::HostedZone::Id",
] as const;

const ACCOUNT_TYPE_NAMES: ReadonlySet<string> = new Set(ACCOUNT_TYPES);
const PLAIN_TYPES = new Set(["String", "Number", "List<Number>", "CommaDelimitedList", "List<String>"]);
const STORED_TYPE = /^AWS::SSM::Parameter::Value<(.+)>$/;

/** @throws {AwsError} `ValidationError` for the first parameter that is not declared as CloudFormation wants it. */
export function checkParameters(section: JsonObject): Record<string, ParameterDeclaration> {
  const entries = Object.entries(section);
  if (entries.length > MAX_PARAMETERS)
    throw validationError(
      `Template format error: Number of parameters, ${entries.length}, is greater than maximum allowed, ${MAX_PARAMETERS}`,
    );
  return Object.fromEntries(entries.map(([name, declaration]) => [name, checkParameter(name, declaration)]));
}

/** `List<AWS::EC2::Subnet::Id>` to its element type; undefined for a type that is no list. */
export function elementTypeOf(type: string): string | undefined {
  if (type === "CommaDelimitedList") return "String";
  return /^List<(.+)>$/.exec(type)?.[1];
}

/** The type of the value that a parameter of the parameter store must have; undefined for all other types. */
export function storedTypeOf(type: string): string | undefined {
  return STORED_TYPE.exec(type)?.[1];
}

function checkParameter(name: string, declaration: Json): ParameterDeclaration {
  if (!/^[a-zA-Z0-9]+$/.test(name))
    throw validationError(`Template format error: Parameter name ${name} is non alphanumeric.`);
  if (!isJsonObject(declaration))
    throw validationError("Template format error: Any Parameters member must be an object.");
  const unknown = Object.keys(declaration).find((attribute) => !ATTRIBUTES.has(attribute));
  if (unknown !== undefined) throw validationError(`Invalid template parameter property '${unknown}'`);
  const type = declaration["Type"];
  if (typeof type !== "string")
    throw validationError("Template format error: Every Parameters object must contain a Type member.");
  if (!isParameterType(type))
    throw validationError(`Template format error: Unrecognized parameter type: ${type}`);
  return {
    type,
    ...textMember("defaultValue", declaration["Default"], "Default"),
    ...listMember(declaration["AllowedValues"]),
    ...textMember("allowedPattern", declaration["AllowedPattern"], "AllowedPattern"),
    ...textMember("constraintDescription", declaration["ConstraintDescription"], "ConstraintDescription"),
    ...textMember("description", declaration["Description"], "Description"),
    ...numberMember("minLength", declaration["MinLength"], "MinLength"),
    ...numberMember("maxLength", declaration["MaxLength"], "MaxLength"),
    ...numberMember("minValue", declaration["MinValue"], "MinValue"),
    ...numberMember("maxValue", declaration["MaxValue"], "MaxValue"),
    noEcho: /^"?true"?$/i.test(JSON.stringify(declaration["NoEcho"] ?? false)),
  };
}

function isParameterType(type: string): boolean {
  const element = elementTypeOf(type);
  if (PLAIN_TYPES.has(type) || ACCOUNT_TYPE_NAMES.has(type)) return true;
  if (element !== undefined && ACCOUNT_TYPE_NAMES.has(element)) return true;
  const stored = storedTypeOf(type);
  if (stored !== undefined) return stored !== "Number" && isParameterType(stored);
  return type === "AWS::SSM::Parameter::Name";
}

function textMember<Key extends string>(
  key: Key,
  value: Json | undefined,
  attribute: string,
): { [Member in Key]?: string } {
  if (value === undefined) return {};
  if (typeof value === "object")
    throw validationError(`Template format error: Every ${attribute} member must be a string.`);
  return memberOf(key, String(value));
}

function numberMember<Key extends string>(
  key: Key,
  value: Json | undefined,
  attribute: string,
): { [Member in Key]?: number } {
  if (value === undefined) return {};
  const number = typeof value === "object" ? Number.NaN : Number(value);
  if (Number.isNaN(number))
    throw validationError(`Template format error: Every ${attribute} member must be a number.`);
  return memberOf(key, number);
}

function listMember(value: Json | undefined): { allowedValues?: readonly string[] } {
  if (value === undefined) return {};
  if (!Array.isArray(value) || value.length === 0)
    throw validationError("Template format error: Every AllowedValues member must be a list.");
  return {
    allowedValues: value.map((item: Json) => (typeof item === "string" ? item : JSON.stringify(item))),
  };
}

function memberOf<Key extends string, Value>(key: Key, value: Value): { [Member in Key]?: Value } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key widens to string
  return { [key]: value } as { [Member in Key]?: Value };
}
