import {
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribePlacementGroupsCommand,
  RunInstancesCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import {
  factsOfPart,
  found,
  refused,
  type AwsAnswer,
  type ClusterConfigAws,
  type DryRunLaunch,
} from "@trainyard/core/cluster-config";
import { abortOptions } from "../abortOptions.ts";
import { answered, asked, refusalOf } from "./asked.ts";
import { dryRunRequest } from "./dryRunRequest.ts";
import { first } from "./first.ts";
import { instanceTypeName } from "./instanceTypeName.ts";

/** AWS Batch has no call that lists its types: with this refusal the rule goes by those that EC2 offers. */
const BATCH_CANNOT_BE_ASKED = refused("NotListed", "AWS Batch has no call that lists the types it takes");

export function createInstanceQuestions(
  ec2: EC2Client,
  signal: AbortSignal | undefined,
): ClusterConfigAws["instances"] {
  return {
    instanceType: (name) =>
      answered("DescribeInstanceTypes", async () => {
        const answer = await ec2.send(
          new DescribeInstanceTypesCommand({ InstanceTypes: [instanceTypeName(name)] }),
          abortOptions(signal),
        );
        const facts = factsOfPart(name, first(answer.InstanceTypes, `the type ${name}`));
        return facts === undefined
          ? refused("InvalidInstanceType", `EC2 describes ${name} in a way that cannot be read`)
          : found(facts);
      }),
    offeredTypes: () => asked("DescribeInstanceTypeOfferings", () => offeredTypes(ec2, signal)),
    zonesOffering: (instanceType) =>
      asked("DescribeInstanceTypeOfferings", async () => {
        const answer = await ec2.send(
          new DescribeInstanceTypeOfferingsCommand({
            LocationType: "availability-zone",
            Filters: [{ Name: "instance-type", Values: [instanceType] }],
          }),
          abortOptions(signal),
        );
        return (answer.InstanceTypeOfferings ?? []).map(({ Location }) => Location ?? "").sort();
      }),
    dryRun: (launch) => answered("RunInstances", () => tryLaunch(ec2, launch, signal)),
    placementGroup: (name) =>
      asked("DescribePlacementGroups", async () => {
        const command = new DescribePlacementGroupsCommand({ GroupNames: [name] });
        first((await ec2.send(command, abortOptions(signal))).PlacementGroups, `the placement group ${name}`);
        return "exists" as const;
      }),
    batchTypes: async () => BATCH_CANNOT_BE_ASKED,
  };
}

async function offeredTypes(ec2: EC2Client, signal: AbortSignal | undefined): Promise<ReadonlySet<string>> {
  const types = new Set<string>();
  let next: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeInstanceTypeOfferingsCommand({ NextToken: next }),
      abortOptions(signal),
    );
    for (const { InstanceType } of page.InstanceTypeOfferings ?? []) types.add(InstanceType ?? "");
    next = page.NextToken;
  } while (next !== undefined && next !== "");
  return types;
}

/** A launch that would have worked is refused too: with a code of its own. */
async function tryLaunch(
  ec2: EC2Client,
  launch: DryRunLaunch,
  signal: AbortSignal | undefined,
): Promise<AwsAnswer<"would-launch">> {
  try {
    await ec2.send(new RunInstancesCommand(dryRunRequest(launch)), abortOptions(signal));
  } catch (error) {
    if (refusalOf(error)?.code === "DryRunOperation") return found("would-launch");
    throw error;
  }
  throw new Error("EC2 launched an instance although DryRun was set");
}
