import type { AwsRefusal } from "../aws/AwsAnswer.ts";
import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws, DryRunLaunch } from "../aws/ClusterConfigAws.ts";
import { error, warning, type Findings, type RuleAnswer } from "./finding.ts";

export interface LaunchInput {
  /** `the head node`, or a queue; for messages. */
  readonly who: string;
  /** Undefined when there is nothing to launch: a queue without compute resources. */
  readonly launch: DryRunLaunch | undefined;
}

export function headNodeLaunchTemplateValidator(
  input: LaunchInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : tryLaunch(input, aws);
}

export function computeResourceLaunchTemplateValidator(
  input: LaunchInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : tryLaunch(input, aws);
}

async function tryLaunch({ who, launch }: LaunchInput, aws: ClusterConfigAws): Promise<Findings> {
  if (launch === undefined) return [error(`There is nothing to launch for ${who}.`)];
  const answer = await aws.instances.dryRun(launch);
  if (answer.kind === "found") return [];
  switch (answer.code) {
    case "InstanceLimitExceeded":
      return [error(`The account may not run another ${launch.instanceType} for ${who}: ${answer.message}`)];
    case "InsufficientInstanceCapacity":
      return [error(`EC2 lacks capacity for ${who}: ${answer.message}`)];
    case "InsufficientFreeAddressesInSubnet":
      return [error(`The subnet of ${who} has too few free addresses: ${answer.message}`)];
    case "InvalidParameterCombination":
      return addressCombination(launch, answer);
    case "Unsupported":
      return unsupported(who, launch, answer, aws);
    default:
      return [
        error(`A launch of ${launch.instanceType} for ${who} was tried and refused: ${answer.message}`),
      ];
  }
}

/** Other combinations that EC2 refuses are passed over, as the official command does. */
function addressCombination(launch: DryRunLaunch, refusal: AwsRefusal): Findings {
  if (!refusal.message.includes("associatePublicIPAddress")) return [];
  return [
    warning(
      `${launch.instanceType} has several network interfaces and takes no public address: the subnet ${launch.subnetId} needs a NAT gateway.`,
    ),
  ];
}

async function unsupported(
  who: string,
  launch: DryRunLaunch,
  refusal: AwsRefusal,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const { zone } = foundOrThrow(await aws.network.subnet(launch.subnetId));
  const zones = foundOrThrow(await aws.instances.zonesOffering(launch.instanceType));
  if (zones.includes(zone))
    return [error(`A launch of ${launch.instanceType} for ${who} was tried and refused: ${refusal.message}`)];
  return [
    error(
      `${launch.instanceType} of ${who} is not offered in ${zone}, where ${launch.subnetId} is; it is in ${zones.join(", ") || "no zone of the region"}.`,
    ),
  ];
}
