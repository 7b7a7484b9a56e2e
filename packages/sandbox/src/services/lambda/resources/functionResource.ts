import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { FUNCTION_DURATIONS } from "../durations.ts";
import { codeOf, configurationOf } from "./functionProperties.ts";

const TYPE = "AWS::Lambda::Function";
const MODELLED = [
  "FunctionName",
  "Code",
  "Runtime",
  "Role",
  "Handler",
  "Description",
  "Timeout",
  "MemorySize",
  "VpcConfig",
  "Environment",
  "KmsKeyArn",
  "TracingConfig",
  "Layers",
  "EphemeralStorage",
  "LoggingConfig",
  "PackageType",
  "Architectures",
  "ReservedConcurrentExecutions",
  "Tags",
];

const BESIDE_CONFIGURATION = ["Code", "Tags", "ReservedConcurrentExecutions"];

export const functionResource: ResourceProvider = {
  type: TYPE,
  durations: FUNCTION_DURATIONS,
  create(properties, context) {
    refuseOtherProperties(TYPE, properties, MODELLED);
    const read = readProperties(properties);
    const FunctionName = read.text("FunctionName") ?? generatedName(context, 64);
    const architectures = read.texts("Architectures");
    context.call("lambda", "CreateFunction", {
      ...configurationOf(read),
      FunctionName,
      Role: read.text("Role"),
      Code: codeOf(read),
      PackageType: read.text("PackageType") === "Image" ? "Image" : "Zip",
      Architectures: architectures?.map((name) => (name === "arm64" ? "arm64" : "x86_64")),
      Tags: tagMap(properties, context),
    });
    return { physicalId: FunctionName };
  },
  configure: reserve,
  progress(physicalId, _properties, context) {
    const { State, LastUpdateStatus } = context.call("lambda", "GetFunctionConfiguration", {
      FunctionName: physicalId,
    });
    return State === "Active" && LastUpdateStatus === "Successful"
      ? { status: "done" }
      : { status: "pending", retryAfterMs: 1000 };
  },
  read(physicalId, _properties, context) {
    const { FunctionArn } = context.call("lambda", "GetFunctionConfiguration", { FunctionName: physicalId });
    return { ref: physicalId, attributes: { Arn: FunctionArn ?? "" } };
  },
  update(physicalId, { after, changed }, context) {
    refuseOtherProperties(TYPE, after, MODELLED);
    const read = readProperties(after);
    if (changed.includes("Code"))
      context.call("lambda", "UpdateFunctionCode", { FunctionName: physicalId, ...codeOf(read) });
    if (changed.includes("ReservedConcurrentExecutions")) reserve(physicalId, after, context);
    if (changed.some((name) => !BESIDE_CONFIGURATION.includes(name)))
      context.call("lambda", "UpdateFunctionConfiguration", {
        ...configurationOf(read),
        FunctionName: physicalId,
        Role: read.text("Role"),
      });
    changeTags(physicalId, after, context);
  },
  delete(physicalId, _properties, context) {
    try {
      context.call("lambda", "DeleteFunction", { FunctionName: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "ResourceNotFoundException")) throw error;
    }
  },
};

function reserve(FunctionName: string, properties: JsonObject, context: ResourceContext): void {
  const ReservedConcurrentExecutions = readProperties(properties).number("ReservedConcurrentExecutions");
  if (ReservedConcurrentExecutions === undefined)
    context.call("lambda", "DeleteFunctionConcurrency", { FunctionName });
  else context.call("lambda", "PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions });
}

function tagMap(properties: JsonObject, context: ResourceContext): Record<string, string> {
  return Object.fromEntries(
    resourceTags(properties, context.stackTags).map(({ Key, Value }) => [Key, Value]),
  );
}

function changeTags(Resource: string, after: JsonObject, context: ResourceContext): void {
  const Tags = tagMap(after, context);
  const present = context.call("lambda", "ListTags", { Resource }).Tags ?? {};
  const TagKeys = Object.keys(present).filter((key) => !Object.hasOwn(Tags, key));
  if (TagKeys.length > 0) context.call("lambda", "UntagResource", { Resource, TagKeys });
  context.call("lambda", "TagResource", { Resource, Tags });
}
