import type { ResourceContext } from "../cloudformation/ResourceProvider.ts";
import type { SandboxKernel } from "../kernel/SandboxKernel.ts";

/** What CloudFormation hands to a resource provider, for the stack `ml-cluster` in us-west-2. */
export function createResourceContext(
  kernel: SandboxKernel,
  logicalId: string,
  stackTags: ResourceContext["stackTags"] = [],
): ResourceContext {
  return {
    ...kernel.context("us-west-2"),
    stackId: "arn:aws:cloudformation:us-west-2:123456789012:stack/ml-cluster/0a1b2c3d",
    stackName: "ml-cluster",
    logicalId,
    stackTags,
  };
}
