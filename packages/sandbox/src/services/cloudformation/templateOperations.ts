import type {
  ParameterDeclaration as ParameterAnswer,
  TemplateParameter,
} from "@aws-sdk/client-cloudformation";
import { presentPolicy } from "../../cloudformation/engine/stackPolicy.ts";
import { readTemplate } from "../../cloudformation/stacks/defineStack.ts";
import { requireStack } from "../../cloudformation/stacks/stackStore.ts";
import { requiredCapability } from "../../cloudformation/template/capabilities.ts";
import { fetchTemplate } from "../../cloudformation/template/fetchTemplate.ts";
import type { ParameterDeclaration, Template } from "../../cloudformation/template/Template.ts";
import { validationError } from "../../cloudformation/validationError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { findChangeSet } from "./changeSetAccess.ts";
import { existingStack } from "./stackOperations.ts";
import { policyText } from "./requests.ts";

export const templateOperations = defineOperations<"cloudformation">()({
  GetTemplate: {
    members: ["StackName", "ChangeSetName", "TemplateStage"],
    run: (input, context) => ({
      TemplateBody: templateTextOf(input.StackName, input.ChangeSetName, context),
      StagesAvailable: ["Original" as const, "Processed" as const],
    }),
  },
  GetTemplateSummary: {
    members: ["TemplateBody", "TemplateURL", "StackName"],
    run(input, context) {
      const given = fetchTemplate(input, context);
      const text = given ?? summarizedTemplate(input.StackName, context);
      const template = readTemplate(text);
      return {
        Parameters: Object.entries(template.parameters).map(([key, declaration]) =>
          parameterSummary(key, declaration),
        ),
        ...descriptionOf(template),
        ...capabilitiesOf(template),
        ResourceTypes: [...new Set(Object.values(template.resources).map(({ type }) => type))],
        Version: "2010-09-09",
        ...(template.metadata === undefined ? {} : { Metadata: JSON.stringify(template.metadata) }),
        ResourceIdentifierSummaries: identifierSummaries(template),
      };
    },
  },
  ValidateTemplate: {
    members: ["TemplateBody", "TemplateURL"],
    run(input, context) {
      const text = fetchTemplate(input, context);
      if (text === undefined)
        throw validationError("Either Template URL or Template Body must be specified.");
      const template = readTemplate(text);
      return {
        Parameters: Object.entries(template.parameters).map(([key, declaration]) =>
          templateParameter(key, declaration),
        ),
        ...descriptionOf(template),
        ...capabilitiesOf(template),
      };
    },
  },
  SetStackPolicy: {
    members: ["StackName", "StackPolicyBody", "StackPolicyURL"],
    run(input, context) {
      const stack = existingStack(context, input.StackName);
      stack.stackPolicy = policyText(input, context);
      return {};
    },
  },
  GetStackPolicy: {
    members: ["StackName"],
    run(input, context) {
      const policy = presentPolicy(existingStack(context, input.StackName));
      return policy === undefined ? {} : { StackPolicyBody: policy };
    },
  },
});

function templateTextOf(
  stackName: string | undefined,
  changeSetName: string | undefined,
  context: CallContext,
): string {
  if (changeSetName !== undefined) {
    if (stackName === undefined && !changeSetName.startsWith("arn:"))
      throw validationError("StackName is a required parameter.");
    return findChangeSet(context, changeSetName, stackName).definition.templateText;
  }
  if (stackName === undefined) throw validationError("StackName is a required parameter.");
  return requireStack(context, stackName).definition.templateText;
}

function summarizedTemplate(stackName: string | undefined, context: CallContext): string {
  if (stackName === undefined)
    throw validationError("Either Template URL, Template Body or Stack Name must be specified.");
  const stack = requireStack(context, stackName);
  if (stack.status === "REVIEW_IN_PROGRESS")
    throw validationError("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
  return stack.definition.templateText;
}

function parameterSummary(key: string, declaration: ParameterDeclaration): ParameterAnswer {
  const { defaultValue, type, noEcho, description, allowedValues } = declaration;
  return {
    ParameterKey: key,
    ...(defaultValue === undefined ? {} : { DefaultValue: noEcho ? "****" : defaultValue }),
    ParameterType: type,
    NoEcho: noEcho,
    ...(description === undefined ? {} : { Description: description }),
    ParameterConstraints: allowedValues === undefined ? {} : { AllowedValues: [...allowedValues] },
  };
}

function templateParameter(key: string, declaration: ParameterDeclaration): TemplateParameter {
  const {
    ParameterType: _type,
    ParameterConstraints: _constraints,
    ...shared
  } = parameterSummary(key, declaration);
  return shared;
}

function descriptionOf({ description }: Template): { Description?: string } {
  return description === undefined ? {} : { Description: description };
}

function capabilitiesOf(template: Template): {
  Capabilities?: ("CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM")[];
  CapabilitiesReason?: string;
} {
  const required = requiredCapability(template.resources);
  if (required === undefined) return {};
  return {
    Capabilities: [required.capability],
    CapabilitiesReason: `The following resource(s) require capabilities: [${required.types.join(", ")}]`,
  };
}

function identifierSummaries(template: Template): { ResourceType: string; LogicalResourceIds: string[] }[] {
  const resources = Object.entries(template.resources);
  const types = [...new Set(resources.map(([, { type }]) => type))];
  return types.map((type) => ({
    ResourceType: type,
    LogicalResourceIds: resources.filter(([, resource]) => resource.type === type).map(([id]) => id),
  }));
}
