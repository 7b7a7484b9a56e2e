import type { Parameter } from "@aws-sdk/client-cloudformation";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { effectiveParameters } from "../parameters/effectiveParameters.ts";
import { activeTemplate, conditionScope } from "../template/activeTemplate.ts";
import { checkCapabilities } from "../template/capabilities.ts";
import { checkLookups } from "../template/checkLookups.ts";
import { checkReferences } from "../template/checkReferences.ts";
import { checkRules } from "../template/checkRules.ts";
import { checkTemplate } from "../template/checkTemplate.ts";
import { parseTemplate } from "../template/parseTemplate.ts";
import { refuseMacros } from "../template/transforms.ts";
import type { ResourceDeclaration, Template } from "../template/Template.ts";
import { validationError } from "../validationError.ts";
import type { StackRecord } from "./StackRecord.ts";
import type { StackDefinition, TagRecord } from "./StackDefinition.ts";
import { parametersOf } from "./stackScope.ts";

export interface StackRequest {
  readonly templateText: string;
  readonly parameters: readonly Parameter[];
  readonly tags: readonly TagRecord[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string | undefined;
  /** Patterns of the types that the caller allows, such as `AWS::EC2::*`; undefined allows all. */
  readonly resourceTypes?: readonly string[] | undefined;
}

/**
 * Reads and checks all that a request says a stack is to be.
 *
 * @param previous - the definition that an update replaces; undefined for a new stack.
 * @throws {AwsError} `ValidationError` or `InsufficientCapabilitiesException` in AWS's words.
 */
export function defineStack(
  context: RegionContext,
  stack: Pick<StackRecord, "id" | "name">,
  request: StackRequest,
  previous?: StackDefinition,
): StackDefinition {
  refuseMacros(request.templateText, context);
  const template = readTemplate(request.templateText);
  const { templateText, tags, capabilities, notificationArns, roleArn } = request;
  const definition: StackDefinition = {
    templateText,
    template,
    parameters: effectiveParameters(template, request.parameters, previous?.parameters, context),
    tags,
    capabilities,
    notificationArns,
    roleArn,
  };
  const scope = conditionScope(template, parametersOf(context, stack, definition));
  checkRules(template, scope);
  const active = activeTemplate(template, scope);
  checkLookups(template, active, scope);
  const { resources } = active;
  checkCapabilities(resources, capabilities);
  checkAllowedTypes(resources, request.resourceTypes);
  checkSnapshots(resources, context);
  return definition;
}

/** @throws {AwsError} `ValidationError` for a text that is no template, or one that refers to what it does not declare. */
export function readTemplate(text: string): Template {
  const template = checkTemplate(parseTemplate(text));
  checkReferences(template);
  return template;
}

function checkAllowedTypes(
  resources: Readonly<Record<string, ResourceDeclaration>>,
  allowed: readonly string[] | undefined,
): void {
  if (allowed === undefined || allowed.length === 0) return;
  const matches = (type: string): boolean =>
    allowed.some((pattern) =>
      pattern.endsWith("::*") || pattern === "*" ? type.startsWith(pattern.slice(0, -1)) : type === pattern,
    );
  const refused = Object.values(resources).find((resource) => !matches(resource.type));
  if (refused !== undefined)
    throw validationError(
      `Resource type ${refused.type} is not allowed by parameter ResourceTypes [${allowed.join(", ")}]`,
    );
}

function checkSnapshots(
  resources: Readonly<Record<string, ResourceDeclaration>>,
  context: RegionContext,
): void {
  for (const { type, deletionPolicy, updateReplacePolicy } of Object.values(resources)) {
    if (deletionPolicy !== "Snapshot" && updateReplacePolicy !== "Snapshot") continue;
    const provider = context.registry.resourceProvider(type);
    if (provider !== undefined && provider.snapshot === undefined)
      throw validationError(
        `Template error: resource type ${type} does not support deletion policy Snapshot`,
      );
  }
}
