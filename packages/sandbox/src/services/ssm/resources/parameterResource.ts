import type { ParameterTier, ParameterType } from "@aws-sdk/client-ssm";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { isJsonObject, type JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties } from "../../../kernel/readProperties.ts";

const TYPE = "AWS::SSM::Parameter";
const MODELLED = ["Name", "Type", "Value", "Description", "AllowedPattern", "Tier", "DataType", "Tags"];

export const parameterResource: ResourceProvider = {
  type: TYPE,
  durations: { createMs: 2000, updateMs: 2000, deleteMs: 2000 },
  create(properties, context) {
    refuseOtherProperties(TYPE, properties, MODELLED);
    const Name = readProperties(properties).text("Name") ?? generatedParameterName(context);
    put(Name, properties, context, false);
    return { physicalId: Name };
  },
  read(physicalId, _properties, context) {
    const { Parameter } = context.call("ssm", "GetParameter", { Name: physicalId, WithDecryption: true });
    return {
      ref: physicalId,
      attributes: { Type: Parameter?.Type ?? "", Value: Parameter?.Value ?? "" },
    };
  },
  update(physicalId, { before, after }, context) {
    refuseOtherProperties(TYPE, after, MODELLED);
    put(physicalId, after, context, true);
    const Tags = tagsOf(after, context);
    const TagKeys = tagsOf(before, context)
      .map(({ Key }) => Key)
      .filter((key) => !Tags.some((tag) => tag.Key === key));
    const resource = { ResourceType: "Parameter", ResourceId: physicalId } as const;
    if (TagKeys.length > 0) context.call("ssm", "RemoveTagsFromResource", { ...resource, TagKeys });
    if (Tags.length > 0) context.call("ssm", "AddTagsToResource", { ...resource, Tags });
  },
  delete(physicalId, _properties, context) {
    try {
      context.call("ssm", "DeleteParameter", { Name: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "ParameterNotFound")) throw error;
    }
  },
};

function put(Name: string, properties: JsonObject, context: ResourceContext, Overwrite: boolean): void {
  const read = readProperties(properties);
  const tags = tagsOf(properties, context);
  context.call("ssm", "PutParameter", {
    Name,
    Type: typeOf(read.text("Type")),
    Value: read.text("Value"),
    Description: read.text("Description"),
    AllowedPattern: read.text("AllowedPattern"),
    Tier: tierOf(read.text("Tier")),
    DataType: read.text("DataType"),
    Overwrite,
    Tags: Overwrite || tags.length === 0 ? undefined : tags,
  });
}

/** CloudFormation makes these names in another way than those of other types: `CFN-<logical id>-<12 letters and digits>`. */
function generatedParameterName(context: ResourceContext): string {
  const bytes = Buffer.from(context.ids.hex("cloudformation-name", 18), "hex");
  const suffix = bytes.toString("base64").replaceAll("+", "a").replaceAll("/", "Z");
  return `CFN-${context.logicalId}-${suffix}`;
}

/** Tags are a map here, unlike in most types. */
function tagsOf(properties: JsonObject, context: ResourceContext): { Key: string; Value: string }[] {
  const own = properties["Tags"];
  const ownTags = isJsonObject(own) ? own : {};
  const read = readProperties(ownTags);
  const merged = new Map(context.stackTags.map(({ Key, Value }) => [Key, Value]));
  for (const key of Object.keys(ownTags)) merged.set(key, read.text(key) ?? "");
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}

function typeOf(text: string | undefined): ParameterType {
  if (text === "StringList") return "StringList";
  if (text === "SecureString")
    throw new AwsError(
      "ValidationError",
      "CloudFormation doesn't support creating parameters of type SecureString.",
    );
  return "String";
}

function tierOf(text: string | undefined): ParameterTier | undefined {
  return text === "Advanced" || text === "Intelligent-Tiering" || text === "Standard" ? text : undefined;
}
