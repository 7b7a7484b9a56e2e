import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import { error, findingsOf, type Findings, type RuleAnswer } from "./finding.ts";
import type { VersionLimits } from "./versionLimits.ts";

export interface QueueInterfaces {
  readonly name: string;
  readonly assignPublicIp: boolean | undefined;
  readonly subnetIds: readonly string[];
  readonly computeResources: readonly {
    readonly networkCards: number;
    readonly maxEfaInterfaces: number;
    readonly firstCardInterfaces: number;
    readonly efaEnabled: boolean | undefined;
  }[];
}

export interface MultiInterfacesInput {
  readonly queues: readonly QueueInterfaces[];
  readonly efaInterfaceType: string | undefined;
  readonly limits: VersionLimits;
}

export function multiNetworkInterfacesInstancesValidator(
  input: MultiInterfacesInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const queues = input.queues.flatMap((queue) => repeat(queue, timesReported(queue, input)));
  if (queues.length === 0) return [];
  const ofFlag = queues.filter((queue) => queue.assignPublicIp === true).map((queue) => flagError(queue));
  return aws === undefined ? ofFlag : checkSubnets(queues, aws);
}

/** Older versions report a queue once for each compute resource, later ones once. */
function timesReported(queue: QueueInterfaces, { efaInterfaceType, limits }: MultiInterfacesInput): number {
  const several = queue.computeResources.filter(
    (resource) =>
      resource.networkCards > 1 ||
      (limits.efaAddsInterface &&
        resource.efaEnabled === true &&
        efaInterfaceType !== "efa" &&
        resource.maxEfaInterfaces === resource.networkCards &&
        resource.firstCardInterfaces >= 2),
  );
  return limits.efaAddsInterface ? Math.min(several.length, 1) : several.length;
}

async function checkSubnets(queues: readonly QueueInterfaces[], aws: ClusterConfigAws): Promise<Findings> {
  const ids = [...new Set(queues.flatMap((queue) => queue.subnetIds))];
  const subnets = (await Promise.all(ids.map((id) => aws.network.subnet(id)))).map(foundOrThrow);
  const open = new Set(subnets.filter((subnet) => subnet.assignsPublicAddress).map((subnet) => subnet.id));
  return queues.flatMap((queue) => {
    const assigning = queue.subnetIds.filter((id) => open.has(id));
    return findingsOf(
      queue.assignPublicIp === true && flagError(queue),
      assigning.length > 0 &&
        error(
          `Nodes of queue ${queue.name} have several network interfaces and cannot have public addresses, but ${assigning.join(", ")} assigns them: use a private subnet with a NAT gateway.`,
        ),
    );
  });
}

function flagError(queue: QueueInterfaces) {
  return error(
    `Nodes of queue ${queue.name} have several network interfaces and cannot have public addresses: set AssignPublicIp to false.`,
  );
}

function repeat<T>(value: T, times: number): readonly T[] {
  return Array.from({ length: times }, () => value);
}
