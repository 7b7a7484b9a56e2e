import { exportsOf, importersOf } from "../../cloudformation/stacks/exports.ts";
import type { StackRecord } from "../../cloudformation/stacks/StackRecord.ts";
import type { ResourceRecord } from "../../cloudformation/stacks/ResourceRecord.ts";
import { cloudFormationState, findStack, requireStack } from "../../cloudformation/stacks/stackStore.ts";
import { validationError } from "../../cloudformation/validationError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { compareText } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { pageAfter } from "./paging.ts";
import {
  eventAnswer,
  resourceAnswer,
  resourceDetail,
  resourceSummary,
  stackAnswer,
  stackSummary,
} from "./stackAnswers.ts";

const STACKS_PER_PAGE = 100;
const RESOURCES_PER_PAGE = 100;
/** The official ParallelCluster CLI reads the first page only and needs all events of its cluster there. */
const EVENTS_PER_PAGE = 1000;
/** AWS answers at most this many resources to DescribeStackResources, which has no pages. */
const MAX_DESCRIBED_RESOURCES = 100;

export const describeOperations = defineOperations<"cloudformation">()({
  DescribeStacks: {
    members: ["StackName", "NextToken"],
    run(input, context) {
      if (input.StackName !== undefined)
        return { Stacks: [stackAnswer(requireStack(context, input.StackName))] };
      const live = newestFirst(context).filter((stack) => stack.status !== "DELETE_COMPLETE");
      const { page, nextToken } = pageAfter(live, (stack) => stack.id, input.NextToken, STACKS_PER_PAGE);
      return { Stacks: page.map(stackAnswer), ...nextToken };
    },
  },
  ListStacks: {
    members: ["NextToken", "StackStatusFilter"],
    run(input, context) {
      const statuses: readonly string[] = input.StackStatusFilter ?? [];
      const stacks = newestFirst(context).filter(
        (stack) => statuses.length === 0 || statuses.includes(stack.status),
      );
      const { page, nextToken } = pageAfter(stacks, (stack) => stack.id, input.NextToken, STACKS_PER_PAGE);
      return { StackSummaries: page.map(stackSummary), ...nextToken };
    },
  },
  DescribeStackEvents: {
    members: ["StackName", "NextToken"],
    run(input, context) {
      if (input.StackName === undefined)
        throw validationError(
          "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null",
        );
      const stack = findStack(context, input.StackName);
      if (stack === undefined) throw validationError(`Stack [${input.StackName}] does not exist`);
      const events = stack.events.map((event, index) => ({ event, index })).reverse();
      const { page, nextToken } = pageAfter(
        events,
        ({ index }) => String(index),
        input.NextToken,
        EVENTS_PER_PAGE,
      );
      return { StackEvents: page.map(({ event }) => eventAnswer(stack, event)), ...nextToken };
    },
  },
  DescribeStackResource: {
    members: ["StackName", "LogicalResourceId"],
    run(input, context) {
      const stack = findStack(context, input.StackName ?? "");
      if (stack === undefined) throw validationError(`Stack '${input.StackName ?? ""}' does not exist`);
      const resource = resourceOf(stack, input.LogicalResourceId ?? "", input.StackName);
      return { StackResourceDetail: resourceDetail(stack, resource) };
    },
  },
  DescribeStackResources: {
    members: ["StackName", "LogicalResourceId", "PhysicalResourceId"],
    run: (input, context) => ({ StackResources: describedResources(input, context) }),
  },
  ListStackResources: {
    members: ["StackName", "NextToken"],
    run(input, context) {
      const stack = requireStack(context, input.StackName);
      const { page, nextToken } = pageAfter(
        sortedResources(stack),
        (resource) => resource.logicalId,
        input.NextToken,
        RESOURCES_PER_PAGE,
      );
      return { StackResourceSummaries: page.map(resourceSummary), ...nextToken };
    },
  },
  ListExports: {
    members: ["NextToken"],
    run(input, context) {
      const { page, nextToken } = pageAfter(
        exportsOf(context),
        (entry) => entry.name,
        input.NextToken,
        RESOURCES_PER_PAGE,
      );
      return {
        Exports: page.map(({ stackId, name, value }) => ({
          ExportingStackId: stackId,
          Name: name,
          Value: value,
        })),
        ...nextToken,
      };
    },
  },
  ListImports: {
    members: ["ExportName", "NextToken"],
    run(input, context) {
      const name = input.ExportName ?? "";
      const importers = importersOf(context, name);
      if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
      const { page, nextToken } = pageAfter(
        importers,
        (importer) => importer,
        input.NextToken,
        RESOURCES_PER_PAGE,
      );
      return { Imports: [...page], ...nextToken };
    },
  },
  DescribeAccountLimits: {
    members: [],
    run: () => ({
      AccountLimits: [
        { Name: "ConcurrentResourcesLimit", Value: 2500 },
        { Name: "StackLimit", Value: 2000 },
        { Name: "StackOutputsLimit", Value: 200 },
      ],
    }),
  },
});

function newestFirst(context: CallContext): StackRecord[] {
  return Object.values(cloudFormationState(context).stacks).reverse();
}

function sortedResources(stack: StackRecord): ResourceRecord[] {
  return Object.values(stack.resources).sort((left, right) => compareText(left.logicalId, right.logicalId));
}

/** AWS names the stack as the caller did. */
function resourceOf(stack: StackRecord, logicalId: string, calledAs = stack.name): ResourceRecord {
  const resource = Object.hasOwn(stack.resources, logicalId) ? stack.resources[logicalId] : undefined;
  if (resource === undefined)
    throw validationError(`Resource ${logicalId} does not exist for stack ${calledAs}`);
  return resource;
}

function describedResources(
  input: {
    readonly StackName?: string | undefined;
    readonly LogicalResourceId?: string | undefined;
    readonly PhysicalResourceId?: string | undefined;
  },
  context: CallContext,
): ReturnType<typeof resourceAnswer>[] {
  const stack = describedStack(input.StackName, input.PhysicalResourceId, context);
  const resources =
    input.LogicalResourceId === undefined
      ? sortedResources(stack)
      : [resourceOf(stack, input.LogicalResourceId, input.StackName)];
  return resources.slice(0, MAX_DESCRIBED_RESOURCES).map((resource) => resourceAnswer(stack, resource));
}

function describedStack(
  name: string | undefined,
  physicalId: string | undefined,
  context: CallContext,
): StackRecord {
  if (name !== undefined && physicalId !== undefined)
    throw validationError("Both StackName and PhysicalResourceId cannot be specified.");
  if (name !== undefined) return requireStack(context, name);
  if (physicalId === undefined)
    throw validationError("Either StackName or PhysicalResourceId must be specified.");
  const holder = newestFirst(context).find((stack) =>
    Object.values(stack.resources).some((resource) => resource.physicalId === physicalId),
  );
  if (holder === undefined) throw validationError(`Stack for ${physicalId} does not exist`);
  return holder;
}
