import { vi } from "vitest";
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
  /** A cluster of ordinary nodes that are launched on demand, as text. */
  smallConfiguration(): string;
}

export async function prepareAccount(kernel: SandboxKernel): Promise<PreparedAccount> {
  const context = kernel.context(REGION);
  context.call("ec2", "CreateKeyPair", { KeyName: "ml-key", KeyType: "ed25519" });
  makeStack(context, BUCKET_STACK, dataBucketTemplate({ versioning: false }), {
    S3BucketName: DATA_BUCKET,
  });
  makeStack(context, NETWORK_STACK, prerequisitesTemplate(), {
    PrimarySubnetAZ: "us-west-2a",
  });
  await Promise.all([BUCKET_STACK, NETWORK_STACK].map((name) => settle(context, name)));
  return {
    context,
    configuration(instanceCount, change = (configuration) => configuration) {
      return stringify({ Region: REGION, ...change(guideConfigurationIn(context, instanceCount)) });
    },
    smallConfiguration: () => stringify(smallConfigurationIn(context)),
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
async function settle(context: RegionContext, name: string): Promise<void> {
  const status = () =>
    context.call("cloudformation", "DescribeStacks", { StackName: name }).Stacks?.[0]?.StackStatus;
  await vi.waitUntil(() => status() !== "CREATE_IN_PROGRESS", { timeout: 60_000 });
  if (status() !== "CREATE_COMPLETE") throw new Error(`the stack ${name} is ${status()}`);
}

function smallConfigurationIn(context: RegionContext): JsonObject {
  const output = outputsOf(context);
  return {
    Region: REGION,
    Image: { Os: "ubuntu2204" },
    HeadNode: {
      InstanceType: "t3.medium",
      Networking: { SubnetId: output("PublicSubnet") },
      Ssh: { KeyName: "ml-key" },
    },
    Scheduling: {
      Scheduler: "slurm",
      SlurmQueues: [
        {
          Name: "cpu",
          Networking: { SubnetIds: [output("PrimaryPrivateSubnet")] },
          ComputeResources: [
            { Name: "c5", Instances: [{ InstanceType: "c5.xlarge" }], MinCount: 0, MaxCount: 2 },
          ],
        },
      ],
    },
  };
}

function guideConfigurationIn(context: RegionContext, instanceCount: number): JsonObject {
  const output = outputsOf(context);
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

function outputsOf(context: RegionContext): (name: string) => string {
  const { Stacks } = context.call("cloudformation", "DescribeStacks", { StackName: NETWORK_STACK });
  return (name) => {
    const found = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (found === undefined) throw new Error(`the stack ${NETWORK_STACK} has no output ${name}`);
    return found;
  };
}
