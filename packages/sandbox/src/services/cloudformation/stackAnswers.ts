import type {
  Stack,
  StackEvent,
  StackResource,
  StackResourceDetail,
  StackResourceSummary,
  StackStatus,
  StackSummary,
} from "@aws-sdk/client-cloudformation";
import type { ParameterRecord } from "../../cloudformation/parameters/ParameterRecord.ts";
import type { EventRecord, StackRecord } from "../../cloudformation/stacks/StackRecord.ts";
import type { ResourceRecord } from "../../cloudformation/stacks/ResourceRecord.ts";

const NOT_CHECKED = { StackResourceDriftStatus: "NOT_CHECKED" } as const;

/** A stack as DescribeStacks answers it: empty lists that AWS leaves out are left out. */
export function stackAnswer(stack: StackRecord): Stack {
  const { definition } = stack;
  const deleted = stack.status === "DELETE_COMPLETE";
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(stack.changeSetId === undefined || deleted ? {} : { ChangeSetId: stack.changeSetId }),
    ...textOf("Description", definition.template.description),
    ...(definition.parameters.length === 0 ? {} : { Parameters: parameterAnswers(definition.parameters) }),
    CreationTime: new Date(stack.createdMs),
    ...timeOf("DeletionTime", stack.deletedMs),
    ...timeOf("LastUpdatedTime", stack.updatedMs),
    RollbackConfiguration: {},
    StackStatus: statusOf(stack),
    ...textOf("StackStatusReason", stack.statusReason),
    DisableRollback: stack.disableRollback,
    NotificationARNs: [...definition.notificationArns],
    ...(stack.timeoutMinutes === undefined ? {} : { TimeoutInMinutes: stack.timeoutMinutes }),
    ...(definition.capabilities.length === 0 ? {} : { Capabilities: capabilitiesOf(stack) }),
    ...(stack.outputs.length === 0 ? {} : { Outputs: outputAnswers(stack) }),
    ...textOf("RoleARN", definition.roleArn),
    Tags: definition.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    ...(deleted ? {} : { EnableTerminationProtection: stack.terminationProtection }),
    ...parentOf(stack),
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  };
}

export function stackSummary(stack: StackRecord): StackSummary {
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...textOf("TemplateDescription", stack.definition.template.description),
    CreationTime: new Date(stack.createdMs),
    ...timeOf("LastUpdatedTime", stack.updatedMs),
    ...timeOf("DeletionTime", stack.deletedMs),
    StackStatus: statusOf(stack),
    ...textOf("StackStatusReason", stack.statusReason),
    ...parentOf(stack),
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  };
}

export function eventAnswer(stack: StackRecord, event: EventRecord): StackEvent {
  return {
    StackId: stack.id,
    EventId: event.eventId,
    StackName: stack.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.timestampMs),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the engine writes statuses of AWS only
    ResourceStatus: event.status as StackEvent["ResourceStatus"],
    ...textOf("ResourceStatusReason", event.reason),
    ...(event.properties === undefined ? {} : { ResourceProperties: JSON.stringify(event.properties) }),
    ...textOf("ClientRequestToken", event.clientRequestToken),
  };
}

export function resourceAnswer(stack: StackRecord, resource: ResourceRecord): StackResource {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: resource.logicalId,
    ...textOf("PhysicalResourceId", resource.physicalId),
    ResourceType: resource.type,
    Timestamp: new Date(resource.timestampMs),
    ResourceStatus: resourceStatus(resource),
    ...textOf("ResourceStatusReason", resource.statusReason),
    DriftInformation: NOT_CHECKED,
  };
}

export function resourceDetail(stack: StackRecord, resource: ResourceRecord): StackResourceDetail {
  const { Timestamp: timestamp, ...answer } = resourceAnswer(stack, resource);
  return {
    ...answer,
    LogicalResourceId: resource.logicalId,
    ResourceType: resource.type,
    ResourceStatus: resourceStatus(resource),
    LastUpdatedTimestamp: timestamp,
    Metadata: JSON.stringify(resource.metadata ?? {}),
  };
}

export function resourceSummary(resource: ResourceRecord): StackResourceSummary {
  return {
    LogicalResourceId: resource.logicalId,
    ...textOf("PhysicalResourceId", resource.physicalId),
    ResourceType: resource.type,
    LastUpdatedTimestamp: new Date(resource.timestampMs),
    ResourceStatus: resourceStatus(resource),
    ...textOf("ResourceStatusReason", resource.statusReason),
    DriftInformation: NOT_CHECKED,
  };
}

/** Values of parameters as they are shown: those with NoEcho as asterisks. */
export function parameterAnswers(
  parameters: readonly ParameterRecord[],
): { ParameterKey: string; ParameterValue: string; ResolvedValue?: string }[] {
  return parameters.map(({ key, value, resolvedValue, noEcho }) => ({
    ParameterKey: key,
    ParameterValue: noEcho ? "****" : value,
    ...(resolvedValue === undefined ? {} : { ResolvedValue: noEcho ? "****" : resolvedValue }),
  }));
}

function outputAnswers(stack: StackRecord): NonNullable<Stack["Outputs"]> {
  return stack.outputs.map(({ key, value, description, exportName }) => ({
    OutputKey: key,
    OutputValue: value,
    ...textOf("Description", description),
    ...textOf("ExportName", exportName),
  }));
}

function parentOf({ parent }: StackRecord): { ParentId?: string; RootId?: string } {
  return parent === undefined ? {} : { ParentId: parent.stackId, RootId: parent.rootId };
}

function capabilitiesOf(stack: StackRecord): NonNullable<Stack["Capabilities"]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked when the request came in
  return [...stack.definition.capabilities] as NonNullable<Stack["Capabilities"]>;
}

function statusOf(stack: StackRecord): StackStatus {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the engine sets statuses of AWS only
  return stack.status as StackStatus;
}

function resourceStatus(resource: ResourceRecord): NonNullable<StackResource["ResourceStatus"]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the engine sets statuses of AWS only
  return resource.status as NonNullable<StackResource["ResourceStatus"]>;
}

function textOf<Key extends string>(key: Key, value: string | undefined): { [Member in Key]?: string } {
  if (value === undefined) return {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key widens to string
  return { [key]: value } as { [Member in Key]?: string };
}

function timeOf<Key extends string>(key: Key, valueMs: number | undefined): { [Member in Key]?: Date } {
  if (valueMs === undefined) return {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key widens to string
  return { [key]: new Date(valueMs) } as { [Member in Key]?: Date };
}
