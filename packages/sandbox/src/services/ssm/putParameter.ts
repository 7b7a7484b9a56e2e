import type { ParameterType, PutParameterRequest } from "@aws-sdk/client-ssm";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, putNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { referenceOf } from "./parameterLookup.ts";
import { ssmStore, type ParameterRecord, type ParameterVersionRecord } from "./SsmState.ts";

const MAX_VERSIONS = 100;
const STANDARD_CHARACTERS = 4096;
const ADVANCED_CHARACTERS = 8192;

export const putParameterOperations = defineOperations<"ssm">()({
  PutParameter: {
    members: [
      "Name",
      "Description",
      "Value",
      "Type",
      "KeyId",
      "Overwrite",
      "AllowedPattern",
      "Tags",
      "Tier",
      "DataType",
    ],
    run(input, context) {
      const { name } = referenceOf(input.Name ?? "");
      checkName(name);
      const { parameters } = context.store(ssmStore);
      const present = findNamed(parameters, name);
      if (present !== undefined && input.Overwrite !== true)
        throw new AwsError(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        );
      if (present !== undefined && input.Tags !== undefined)
        throw validation(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
        );
      const type = typeOf(input, present);
      const version = newVersion(input, present, context);
      const record = present ?? { name, type, versions: [], tags: tagsOf(input) };
      putNamed(parameters, name, {
        ...record,
        type,
        versions: [...record.versions, version].slice(-MAX_VERSIONS),
      });
      return { Version: version.version, Tier: version.tier };
    },
  },
});

/** What the first version of a parameter follows. */
const FIRST: Partial<ParameterVersionRecord> & { readonly version: number; readonly dataType: string } = {
  version: 0,
  dataType: "text",
};

function newVersion(
  input: PutParameterRequest,
  present: ParameterRecord | undefined,
  context: CallContext,
): ParameterVersionRecord {
  const last = present?.versions.at(-1) ?? FIRST;
  const value = input.Value ?? "";
  const allowedPattern = input.AllowedPattern ?? last.allowedPattern;
  checkPattern(value, allowedPattern);
  return {
    version: last.version + 1,
    value,
    modifiedMs: context.clock.nowMs(),
    description: input.Description ?? last.description,
    allowedPattern,
    tier: tierOf(value, input.Tier ?? last.tier),
    dataType: input.DataType ?? last.dataType,
    keyId: input.KeyId ?? (input.Type === "SecureString" ? "alias/aws/ssm" : last.keyId),
    labels: [],
  };
}

function typeOf(input: PutParameterRequest, present: ParameterRecord | undefined): ParameterType {
  const type = input.Type ?? present?.type;
  if (type === undefined) throw validation("A parameter type is required when you create a parameter.");
  if (!["String", "StringList", "SecureString"].includes(type))
    throw validation(
      `1 validation error detected: Value '${type}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]`,
    );
  return type;
}

function tierOf(value: string, tier: string | undefined): "Standard" | "Advanced" {
  if (value === "")
    throw validation(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  const fitsStandard = value.length <= STANDARD_CHARACTERS;
  if (value.length > ADVANCED_CHARACTERS)
    throw validation(
      `Advanced tier parameters support a maximum parameter value of ${ADVANCED_CHARACTERS} characters.`,
    );
  if (tier === "Advanced") return "Advanced";
  if (tier === "Intelligent-Tiering") return fitsStandard ? "Standard" : "Advanced";
  if (!fitsStandard)
    throw validation(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_CHARACTERS} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  return "Standard";
}

function checkPattern(value: string, pattern: string | undefined): void {
  if (pattern === undefined || pattern === "") return;
  let matches: boolean;
  try {
    matches = new RegExp(pattern).test(value);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new AwsError("InvalidAllowedPatternException", `The pattern ${pattern} is not valid.`);
    throw error;
  }
  if (!matches)
    throw new AwsError(
      "ParameterPatternMismatchException",
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
}

function checkName(name: string): void {
  if (/^\/?aws/i.test(name))
    throw new AwsError("AccessDeniedException", `No access to reserved parameter name: ${name}.`);
  if (/^\/?ssm/i.test(name) || !/^[a-zA-Z0-9_.\-/]+$/.test(name))
    throw validation(
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  if (name.includes("/") && !name.startsWith("/"))
    throw validation("Parameter name must be a fully qualified name.");
  if (name.split("/").length - 1 > 15)
    throw new AwsError(
      "HierarchyLevelLimitExceededException",
      "A parameter name can have at most 15 hierarchy levels.",
    );
}

function tagsOf(input: PutParameterRequest): { Key: string; Value: string }[] {
  return (input.Tags ?? []).map((tag) => ({ Key: tag.Key ?? "", Value: tag.Value ?? "" }));
}

function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
