import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { Json } from "../../kernel/json.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import { parameterValue } from "../parameters/ParameterRecord.ts";
import { conditionScope } from "../template/activeTemplate.ts";
import { partitionOf, urlSuffixOf } from "../template/pseudoParameters.ts";
import { exportedValue } from "./exports.ts";
import type { StackRecord } from "./StackRecord.ts";
import type { StackDefinition } from "./StackDefinition.ts";

/** Answers for the resources that a template refers to. */
export interface ResourceAnswers {
  reference(logicalId: string): Json;
  attribute(logicalId: string, name: string): Json;
}

/** What the functions of a stack's template refer to. */
export function stackScope(
  context: RegionContext,
  stack: Pick<StackRecord, "id" | "name">,
  definition: StackDefinition,
  resources: ResourceAnswers,
): Scope {
  const scope = conditionScope(definition.template, parametersOf(context, stack, definition));
  return {
    ...scope,
    reference: (logicalId) => resources.reference(logicalId),
    attribute: (logicalId, name) => resources.attribute(logicalId, name),
    importedValue: (name) => exportedValue(context, name),
    availabilityZones: (region) => zonesOf(context, region),
  };
}

/** Parameters and pseudo parameters of a stack by name. */
export function parametersOf(
  context: RegionContext,
  stack: Pick<StackRecord, "id" | "name">,
  definition: StackDefinition,
): (name: string) => Json | undefined {
  const values = new Map<string, Json>([
    ["AWS::AccountId", context.accountId],
    ["AWS::NotificationARNs", [...definition.notificationArns]],
    ["AWS::Partition", partitionOf(context.region)],
    ["AWS::Region", context.region],
    ["AWS::StackId", stack.id],
    ["AWS::StackName", stack.name],
    ["AWS::URLSuffix", urlSuffixOf(context.region)],
    ...definition.parameters.map((parameter) => [parameter.key, parameterValue(parameter)] as const),
  ]);
  return (name) => values.get(name);
}

function zonesOf(context: RegionContext, region: string): string[] {
  const there = region === "" || region === context.region ? context : context.inRegion(region);
  try {
    const zones = there.call("ec2", "DescribeAvailabilityZones", {}).AvailabilityZones ?? [];
    return zones.flatMap((zone) => zone.ZoneName ?? []);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("ValidationError", `Template error: Fn::GetAZs cannot list zones: ${error.message}`);
  }
}
