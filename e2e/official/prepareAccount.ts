import { stringify } from "yaml";
import { dataBucketTemplate, prerequisitesTemplate, renderTemplate } from "../../packages/core/src/index.ts";
import type { RegionContext } from "../../packages/sandbox/src/kernel/CallContext.ts";
import type { JsonObject } from "../../packages/sandbox/src/kernel/json.ts";
import type { SandboxKernel } from "../../packages/sandbox/src/kernel/SandboxKernel.ts";
import { guideConfiguration } from "../../packages/sandbox/src/parallelcluster/testing/guideConfiguration.ts";
import { REGION } from "./createPcluster.ts";

export const DATA_BUCKET = "cluster-data-bucket-us-west-2-123456789012";
const BUCKET_STACK = "cluster-data-bucket";
const NETWORK_STACK = "parallelcluster-prerequisites";
export const RESERVATION = "cr-0123456789abcdef0";

/** What the guide's reader has before `pcluster create-cluster`: bucket, network, file systems and a key pair. */
export interface PreparedAccount {
  readonly context: RegionContext;
  /** The guide's configuration, as text. */
  configuration(instanceCount: number, change?: (configuration: JsonObject) => JsonObject): string;
}

export function prepareAccount(kernel: SandboxKernel): PreparedAccount {
  const context = kernel.context(REGION);
  context.call("ec2", "CreateKeyPair", { KeyName: "ml-key", KeyType: "ed25519" });
  makeStack(context, BUCKET_STACK, dataBucketTemplate({ versioning: false }), {
    S3BucketName: DATA_BUCKET,
  });
  makeStack(context, NETWORK_STACK, prerequisitesTemplate(), {
    PrimarySubnetAZ: "us-west-2a",
  });
  for (const name of [BUCKET_STACK, NETWORK_STACK]) settle(kernel, name);
  return {
    context,
    configuration(instanceCount, change = (configuration) => configuration) {
      return stringify({ Region: REGION, ...change(guideConfigurationIn(context, instanceCount)) });
    },
  };
}

function makeStack(
  context: RegionContext,
  name: string,
  template: Parameters<typeof renderTemplate>[0],
  parameters: Readonly<Record<string, string>>,
): void {
  context.call("cloudformation", "CreateStack", {
    StackName: name,
    TemplateBody: renderTemplate(template, { format: "json" }),
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Capabilities: ["CAPABILITY_IAM"],
  });
}

/** @throws {Error} when the stack does not end well. */
function settle(kernel: SandboxKernel, name: string): void {
  const context = kernel.context(REGION);
  const status = () =>
    context.call("cloudformation", "DescribeStacks", { StackName: name }).Stacks?.[0]?.StackStatus;
  while (status() === "CREATE_IN_PROGRESS") kernel.clock.settle();
  if (status() !== "CREATE_COMPLETE") throw new Error(`the stack ${name} is ${status()}`);
}

function guideConfigurationIn(context: RegionContext, instanceCount: number): JsonObject {
  const [stack] = context.call("cloudformation", "DescribeStacks", { StackName: NETWORK_STACK }).Stacks ?? [];
  const output = (name: string): string => {
    const found = stack?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (found === undefined)
      throw new Error(`the prerequisites have no output ${name}: ${stack?.StackStatus}`);
    return found;
  };
  return guideConfiguration({
    headNodeSubnetId: output("PublicSubnet"),
    computeSubnetId: output("PrimaryPrivateSubnet"),
    securityGroupId: output("SecurityGroup"),
    keyName: "ml-key",
    reservationId: RESERVATION,
    instanceCount,
    lustreFileSystemId: output("FSxLustreFilesystemId"),
    openZfsVolumeId: output("FSxORootVolumeId"),
  });
}
