import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { OutputOf } from "../../../kernel/serviceModels.ts";
import type { ClusterRecord } from "../ClusterRecord.ts";
import type { NodeLaunch } from "./planNodes.ts";

export interface LaunchedInstance {
  readonly instanceId: string;
  readonly privateIp: string;
}

export interface InstanceCount {
  /** With fewer EC2 launches none. */
  readonly leastCount: number;
  readonly mostCount: number;
}

/**
 * Asks EC2 for instances of a compute resource: RunInstances for a single instance type,
 * CreateFleet for several to choose from.
 * @throws {AwsError} as EC2 answers, when there is none.
 */
export function launchInstances(
  context: RegionContext,
  cluster: ClusterRecord,
  launch: NodeLaunch,
  count: InstanceCount,
): readonly LaunchedInstance[] {
  const template = {
    LaunchTemplateName: `${cluster.clusterName}-${launch.queue}-${launch.resource}`,
    Version: "$Latest",
  };
  if (launch.flexible) return createFleet(context, launch, { template, count });
  const { Instances } = context.call("ec2", "RunInstances", {
    MinCount: count.leastCount,
    MaxCount: count.mostCount,
    LaunchTemplate: template,
  });
  return (Instances ?? []).map(launchedInstance);
}

interface FleetRequest {
  readonly template: { readonly LaunchTemplateName: string; readonly Version: string };
  readonly count: InstanceCount;
}

function createFleet(
  context: RegionContext,
  launch: NodeLaunch,
  { template, count }: FleetRequest,
): readonly LaunchedInstance[] {
  const spot = launch.capacityType === "SPOT";
  const overrides = launch.subnetIds.flatMap((SubnetId) =>
    launch.instanceTypes.map((type) => ({
      SubnetId,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK lists types as an enum; EC2 checks the name
      InstanceType: type as "m5.large",
    })),
  );
  const { Instances } = context.call("ec2", "CreateFleet", {
    Type: "instant",
    LaunchTemplateConfigs: [{ LaunchTemplateSpecification: template, Overrides: overrides }],
    TargetCapacitySpecification: {
      TotalTargetCapacity: count.mostCount,
      DefaultTargetCapacityType: spot ? "spot" : "on-demand",
    },
  });
  const ids = (Instances ?? []).flatMap(({ InstanceIds }) => InstanceIds ?? []);
  return ids.length === 0 ? [] : describe(context, ids);
}

function describe(context: RegionContext, ids: readonly string[]): readonly LaunchedInstance[] {
  const { Reservations } = context.call("ec2", "DescribeInstances", { InstanceIds: [...ids] });
  return (Reservations ?? []).flatMap(({ Instances }) => (Instances ?? []).map(launchedInstance));
}

type Instance = NonNullable<OutputOf<"ec2", "RunInstances">["Instances"]>[number];

function launchedInstance({ InstanceId, PrivateIpAddress }: Instance): LaunchedInstance {
  return { instanceId: InstanceId ?? "", privateIp: PrivateIpAddress ?? "" };
}
