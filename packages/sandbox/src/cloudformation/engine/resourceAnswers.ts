import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Json } from "../../kernel/json.ts";
import type { ResourceContext, ResourceProvider, ResourceRead } from "../ResourceProvider.ts";
import { isCustomType } from "../specification/ResourceSpecification.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import type { ResourceAnswers } from "../stacks/stackScope.ts";
import { validationError } from "../validationError.ts";

/** The provider of a type; a custom type without one of its own has that of all custom resources. */
export function providerOf(context: RegionContext, type: string): ResourceProvider | undefined {
  return (
    context.registry.resourceProvider(type) ??
    (isCustomType(type)
      ? context.registry.resourceProvider("AWS::CloudFormation::CustomResource")
      : undefined)
  );
}

/** @throws {AwsError} `ValidationError` that names the type. */
export function requireProvider(context: RegionContext, type: string): ResourceProvider {
  const provider = providerOf(context, type);
  if (provider === undefined) throw validationError(`The sandbox does not model resources of type ${type}.`);
  return provider;
}

/** What a provider may use for one resource of a stack. */
export function resourceContext(
  context: RegionContext,
  stack: StackRecord,
  logicalId: string,
): ResourceContext {
  return {
    ...context,
    stackId: stack.id,
    stackName: stack.name,
    logicalId,
    stackTags: [
      ...stack.definition.tags.map(({ key, value }) => ({ Key: key, Value: value })),
      { Key: "aws:cloudformation:stack-name", Value: stack.name },
      { Key: "aws:cloudformation:stack-id", Value: stack.id },
      { Key: "aws:cloudformation:logical-id", Value: logicalId },
    ],
  };
}

/** Answers `Ref` and `Fn::GetAtt` by asking the providers of the stack's resources. */
export function resourceAnswers(context: RegionContext, stack: StackRecord): ResourceAnswers {
  return {
    reference: (logicalId) => read(context, stack, logicalId).ref,
    attribute(logicalId, name): Json {
      const { attributes } = read(context, stack, logicalId);
      const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (value === undefined) throw missingAttribute(stack, logicalId, name);
      return value;
    },
  };
}

function read(context: RegionContext, stack: StackRecord, logicalId: string): ResourceRead {
  const resource = Object.hasOwn(stack.resources, logicalId) ? stack.resources[logicalId] : undefined;
  if (resource?.physicalId === undefined)
    throw validationError(
      `Template format error: Unresolved resource dependencies [${logicalId}] in the Resources block of the template`,
    );
  const provider = requireProvider(context, resource.type);
  return provider.read(resource.physicalId, resource.properties, resourceContext(context, stack, logicalId));
}

function missingAttribute(stack: StackRecord, logicalId: string, name: string): Error {
  const type = stack.resources[logicalId]?.type ?? "";
  return validationError(
    isCustomType(type)
      ? `CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ${stack.id}|${logicalId}`
      : `Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`,
  );
}
