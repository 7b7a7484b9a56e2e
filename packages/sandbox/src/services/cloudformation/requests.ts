import type { Parameter, RollbackConfiguration, Tag } from "@aws-sdk/client-cloudformation";
import { checkStackPolicy } from "../../cloudformation/engine/stackPolicy.ts";
import type { StackRequest } from "../../cloudformation/stacks/defineStack.ts";
import type { StackDefinition, TagRecord } from "../../cloudformation/stacks/StackDefinition.ts";
import { fetchTemplate, fetchText } from "../../cloudformation/template/fetchTemplate.ts";
import { notModelled, validationError } from "../../cloudformation/validationError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";

const NAME = /^[a-zA-Z][-a-zA-Z0-9]*$/;
const MAX_NAME_LENGTH = 128;
const MAX_TAGS = 50;
const MAX_POLICY_BYTES = 16_384;

/** Members that the requests which define a stack have in common. */
export interface DefiningInput {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: Parameter[] | undefined;
  readonly Tags?: Tag[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly NotificationARNs?: string[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly ResourceTypes?: string[] | undefined;
  readonly RollbackConfiguration?: RollbackConfiguration | undefined;
}

/**
 * What a request says a stack is to be; what an update leaves out stays as it is.
 *
 * @throws {AwsError} `ValidationError` when no template is named.
 */
export function stackRequest(
  input: DefiningInput,
  context: RegionContext,
  previous?: StackDefinition,
): StackRequest {
  refuseRollbackTriggers(input.RollbackConfiguration);
  return {
    templateText: templateTextOf(input, context, previous),
    parameters: input.Parameters ?? [],
    tags: input.Tags === undefined ? (previous?.tags ?? []) : tagsOf(input.Tags),
    capabilities: capabilitiesOf(input.Capabilities),
    notificationArns: input.NotificationARNs ?? previous?.notificationArns ?? [],
    roleArn: input.RoleARN ?? previous?.roleArn,
    resourceTypes: input.ResourceTypes,
  };
}

export function checkStackName(name: string): void {
  if (!NAME.test(name))
    throw validationError(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*`,
    );
  if (name.length > MAX_NAME_LENGTH)
    throw validationError(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAME_LENGTH}`,
    );
}

/**
 * A stack policy from a request, as it stands there or at an address of S3; undefined when there is none, empty
 * to remove the present one.
 *
 * @throws {AwsError} `ValidationError` for both at once, and for a text that is no policy.
 */
export function policyText(
  input: { readonly StackPolicyBody?: string | undefined; readonly StackPolicyURL?: string | undefined },
  context: RegionContext,
): string | undefined {
  const { StackPolicyBody: body, StackPolicyURL: url } = input;
  if (body !== undefined && url !== undefined)
    throw validationError("You cannot specify both StackPolicyURL and StackPolicyBody");
  const text = url === undefined ? body : fetchText(url, context, MAX_POLICY_BYTES);
  if (text !== undefined && text.trim() !== "") checkStackPolicy(text);
  return text;
}

/** What AWS says of a trigger that cannot be one; one that could be is not modelled. */
function refuseRollbackTriggers(configuration: RollbackConfiguration | undefined): void {
  for (const { Type: type, Arn: arn = "" } of configuration?.RollbackTriggers ?? []) {
    if (type !== "AWS::CloudWatch::Alarm" && type !== "AWS::CloudWatch::CompositeAlarm")
      throw validationError("Rollback Trigger Type not supported");
    if (!/^arn:[^:]+:cloudwatch:[^:]+:[^:]+:alarm:.+/.test(arn))
      throw validationError("RelativeId of a Rollback Trigger's ARN is incorrect");
    throw notModelled("rollback triggers");
  }
}

function templateTextOf(
  input: DefiningInput,
  context: RegionContext,
  previous: StackDefinition | undefined,
): string {
  const text = fetchTemplate(input, context);
  if (input.UsePreviousTemplate === true && previous !== undefined) {
    if (text === undefined) return previous.templateText;
    throw validationError("You cannot specify both usePreviousTemplate and Template URL or Template Body.");
  }
  if (text === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  return text;
}

function tagsOf(tags: readonly Tag[]): TagRecord[] {
  if (tags.length > MAX_TAGS)
    throw validationError(
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${MAX_TAGS}`,
    );
  const records = tags.map((tag) => ({ key: tag.Key ?? "", value: tag.Value ?? "" }));
  const keys = records.map(({ key }) => key);
  const reserved = keys.find((key) => key.toLowerCase().startsWith("aws:"));
  if (reserved !== undefined)
    throw validationError(`Tag keys must not begin with aws:, which is reserved: ${reserved}`);
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) throw validationError(`Duplicate tag keys found: ${repeated}`);
  return records;
}

const CAPABILITIES = ["CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"];

function capabilitiesOf(capabilities: readonly string[] | undefined): readonly string[] {
  const unknown = capabilities?.find((capability) => !CAPABILITIES.includes(capability));
  if (unknown !== undefined)
    throw validationError(
      `1 validation error detected: Value '[${capabilities?.join(", ") ?? ""}]' at 'capabilities' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [CAPABILITY_AUTO_EXPAND, CAPABILITY_NAMED_IAM, CAPABILITY_IAM]]`,
    );
  return capabilities ?? [];
}
