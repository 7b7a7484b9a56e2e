import type { HostDriver } from "../../hosts/HostDriver.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";
import type { SlurmLink } from "./SlurmLink.ts";

/** Open links by the driver of the hosts, which lives as long as its kernel, and by head node. They hold no state that matters. */
const linksByDriver = new WeakMap<HostDriver, Map<string, SlurmLink>>();

/** True when hosts are real and Slurm runs on them. */
export function usesSlurm(context: RegionContext): boolean {
  return context.hosts.kind === "namespaces";
}

/** The link to the cluster's slurmctld; undefined while none is open. */
export function findLink(context: RegionContext, cluster: ClusterRecord): SlurmLink | undefined {
  const link = linksByDriver.get(context.hosts)?.get(cluster.headNode.instanceId);
  return link === undefined || link.isClosed ? undefined : link;
}

/** Takes the place of the link before it. */
export function putLink(context: RegionContext, cluster: ClusterRecord, link: SlurmLink): void {
  const links = linksByDriver.get(context.hosts) ?? new Map<string, SlurmLink>();
  linksByDriver.set(context.hosts, links);
  links.get(cluster.headNode.instanceId)?.close();
  links.set(cluster.headNode.instanceId, link);
}
