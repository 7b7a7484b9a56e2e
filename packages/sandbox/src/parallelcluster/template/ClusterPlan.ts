import type { ClusterConfiguration, ComputeResource, Queue } from "../configuration/ClusterConfiguration.ts";
import type { TemplateFacts } from "./TemplateFacts.ts";

/** What every part of the templates is made from. */
export interface ClusterPlan {
  readonly configuration: ClusterConfiguration;
  readonly facts: TemplateFacts;
  /** VPC of the head node: the cluster's security groups and zone are made there. */
  readonly vpcId: string;
}

export function isManagedHeadNodeGroup(plan: ClusterPlan): boolean {
  return plan.configuration.headNode.securityGroups.own.length === 0;
}

/** One group serves all queues that bring none of their own. */
export function hasManagedComputeGroup(plan: ClusterPlan): boolean {
  return plan.configuration.queues.some((queue) => queue.securityGroups.own.length === 0);
}

export function hasManagedZone(plan: ClusterPlan): boolean {
  const { managedDns, hostedZoneId } = plan.configuration.slurm;
  return managedDns && hostedZoneId === undefined;
}

/** The types that a resource may run; the reservation's when the configuration names none. */
export function instanceTypesOf(resource: ComputeResource, facts: TemplateFacts): readonly string[] {
  if (resource.instanceTypes.length > 0) return resource.instanceTypes;
  const { reservation } = resource;
  const type = reservation?.kind === "reservation" ? facts.reservationTypes[reservation.id] : undefined;
  return type === undefined ? [] : [type];
}

export function computeResources(
  plan: ClusterPlan,
): readonly { readonly queue: Queue; readonly resource: ComputeResource }[] {
  return plan.configuration.queues.flatMap((queue) =>
    queue.computeResources.map((resource) => ({ queue, resource })),
  );
}

/** `/parallelcluster/ml-cluster/`: the IAM path of all roles and profiles of the cluster. */
export function iamPath(plan: ClusterPlan): string {
  return `/parallelcluster/${plan.facts.clusterName}/`;
}

export function clusterUser(os: ClusterConfiguration["os"]): string {
  if (os.startsWith("ubuntu")) return "ubuntu";
  return os.startsWith("rocky") ? "rocky" : "ec2-user";
}

export function zoneName(clusterName: string): string {
  return `${clusterName.toLowerCase()}.pcluster.`;
}
