import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";

export interface ClusterStack {
  readonly stackId: string;
  readonly stackName: string;
  readonly status: string;
  readonly creationTime: Date | undefined;
  readonly lastUpdatedTime: Date | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** With their effective values. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The stack of a cluster; undefined when there is none. */
export function findClusterStack(context: RegionContext, clusterName: string): ClusterStack | undefined {
  const [stack] = describe(context, clusterName);
  if (stack === undefined) return undefined;
  return {
    stackId: stack.StackId ?? "",
    stackName: stack.StackName ?? "",
    status: stack.StackStatus ?? "",
    creationTime: stack.CreationTime,
    lastUpdatedTime: stack.LastUpdatedTime,
    tags: (stack.Tags ?? []).map(({ Key, Value }) => ({ key: Key ?? "", value: Value ?? "" })),
    parameters: Object.fromEntries(
      (stack.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [
        ParameterKey ?? "",
        ParameterValue ?? "",
      ]),
    ),
  };
}

export function tagOf(stack: ClusterStack, key: string): string | undefined {
  return stack.tags.find((tag) => tag.key === key)?.value;
}

function describe(context: RegionContext, stackName: string) {
  try {
    return context.call("cloudformation", "DescribeStacks", { StackName: stackName }).Stacks ?? [];
  } catch (error) {
    if (error instanceof AwsError && error.code === "ValidationError") return [];
    throw error;
  }
}
