import { randomUUID } from "node:crypto";
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
  type Capability,
  type CloudFormationClient,
  type Stack,
  type StackEvent as AwsStackEvent,
} from "@aws-sdk/client-cloudformation";
import type { StackDescription, StackEvent, StackGateway, StackRequest } from "@trainyard/core";
import { abortOptions } from "./abortOptions.ts";
import { previewChanges } from "./previewChanges.ts";
import { awsTags, tagsOf } from "./tags.ts";
import { awsCodeOf, translated } from "./translateError.ts";

const CAPABILITIES: Capability[] = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];

export function createStackGateway(client: CloudFormationClient): StackGateway {
  return {
    describe: (stackName, signal) =>
      translated("DescribeStacks", async () => {
        const answer = await absentWhenMissing(() =>
          client.send(new DescribeStacksCommand({ StackName: stackName }), abortOptions(signal)),
        );
        const stack = answer?.Stacks?.[0];
        return stack === undefined || stack.StackStatus === "DELETE_COMPLETE"
          ? "absent"
          : describeStack(stack);
      }),
    list: (signal) => translated("DescribeStacks", () => listStacks(client, signal)),
    template: (stackName, signal) =>
      translated("GetTemplate", async () => {
        const answer = await client.send(
          new GetTemplateCommand({ StackName: stackName, TemplateStage: "Original" }),
          abortOptions(signal),
        );
        return answer.TemplateBody ?? "";
      }),
    eventsAfter: (stack, afterEventId, signal) =>
      translated("DescribeStackEvents", () => eventsAfter(client, stack, afterEventId, signal)),
    resources: (stackName, signal) =>
      translated("ListStackResources", () => listResources(client, stackName, signal)),
    create: (request, signal) =>
      translated("CreateStack", async () => {
        await client.send(
          new CreateStackCommand({
            ...stackInput(request),
            OnFailure: request.keepOnFailure === true ? "DO_NOTHING" : "ROLLBACK",
            ClientRequestToken: randomUUID(),
          }),
          abortOptions(signal),
        );
      }),
    preview: (request, signal) =>
      translated("CreateChangeSet", () => previewChanges(client, stackInput(request), signal)),
    update: (request, signal) => translated("UpdateStack", () => updateStack(client, request, signal)),
    remove: (stackName, signal) =>
      translated("DeleteStack", async () => {
        await client.send(new DeleteStackCommand({ StackName: stackName }), abortOptions(signal));
      }),
  };
}

function stackInput(request: StackRequest) {
  return {
    StackName: request.stackName,
    ...("url" in request.template
      ? { TemplateURL: request.template.url }
      : { TemplateBody: request.template.body }),
    Parameters: Object.entries(request.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: awsTags(request.tags),
    Capabilities: CAPABILITIES,
  };
}

async function updateStack(
  client: CloudFormationClient,
  request: StackRequest,
  signal: AbortSignal | undefined,
): Promise<"started" | "unchanged"> {
  try {
    await client.send(
      new UpdateStackCommand({ ...stackInput(request), ClientRequestToken: randomUUID() }),
      abortOptions(signal),
    );
    return "started";
  } catch (error) {
    if (error instanceof Error && error.message.includes("No updates are to be performed"))
      return "unchanged";
    throw error;
  }
}

async function listStacks(
  client: CloudFormationClient,
  signal: AbortSignal | undefined,
): Promise<StackDescription[]> {
  const stacks: StackDescription[] = [];
  let next: string | undefined;
  do {
    const page = await client.send(new DescribeStacksCommand({ NextToken: next }), abortOptions(signal));
    stacks.push(
      ...(page.Stacks ?? []).filter((stack) => stack.StackStatus !== "DELETE_COMPLETE").map(describeStack),
    );
    next = page.NextToken;
  } while (next !== undefined);
  return stacks;
}

async function eventsAfter(
  client: CloudFormationClient,
  stack: string,
  afterEventId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<StackEvent[]> {
  const newestFirst: StackEvent[] = [];
  let next: string | undefined;
  do {
    const page = await absentWhenMissing(() =>
      client.send(
        new DescribeStackEventsCommand({ StackName: stack, NextToken: next }),
        abortOptions(signal),
      ),
    );
    for (const event of page?.StackEvents ?? []) {
      if (event.EventId === afterEventId) return newestFirst.reverse();
      newestFirst.push(describeEvent(event));
    }
    next = page?.NextToken;
  } while (next !== undefined);
  return newestFirst.reverse();
}

async function listResources(
  client: CloudFormationClient,
  stackName: string,
  signal: AbortSignal | undefined,
) {
  const resources = [];
  let next: string | undefined;
  do {
    const page = await absentWhenMissing(() =>
      client.send(
        new ListStackResourcesCommand({ StackName: stackName, NextToken: next }),
        abortOptions(signal),
      ),
    );
    for (const resource of page?.StackResourceSummaries ?? []) {
      resources.push({
        logicalId: resource.LogicalResourceId ?? "",
        physicalId: resource.PhysicalResourceId ?? "",
        resourceType: resource.ResourceType ?? "",
        status: resource.ResourceStatus ?? "",
      });
    }
    next = page?.NextToken;
  } while (next !== undefined);
  return resources;
}

/** CloudFormation says `ValidationError` for a stack that does not exist. */
async function absentWhenMissing<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (
      awsCodeOf(error) === "ValidationError" &&
      error instanceof Error &&
      error.message.includes("does not exist")
    )
      return undefined;
    throw error;
  }
}

function describeStack(stack: Stack): StackDescription {
  return {
    name: stack.StackName ?? "",
    id: stack.StackId ?? "",
    status: stack.StackStatus ?? "",
    statusReason: stack.StackStatusReason ?? "",
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map((output) => [output.OutputKey ?? "", output.OutputValue ?? ""]),
    ),
    parameters: Object.fromEntries(
      (stack.Parameters ?? []).map((parameter) => [
        parameter.ParameterKey ?? "",
        parameter.ParameterValue ?? "",
      ]),
    ),
    tags: tagsOf(stack.Tags),
    createdAtMs: stack.CreationTime?.getTime() ?? 0,
    updatedAtMs: stack.LastUpdatedTime?.getTime(),
    parentId: stack.ParentId,
  };
}

function describeEvent(event: AwsStackEvent): StackEvent {
  return {
    id: event.EventId ?? "",
    atMs: event.Timestamp?.getTime() ?? 0,
    stackName: event.StackName ?? "",
    logicalId: event.LogicalResourceId ?? "",
    physicalId: event.PhysicalResourceId ?? "",
    resourceType: event.ResourceType ?? "",
    status: event.ResourceStatus ?? "",
    reason: event.ResourceStatusReason ?? "",
  };
}
