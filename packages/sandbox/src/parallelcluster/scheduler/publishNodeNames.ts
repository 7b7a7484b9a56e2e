import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";

/** Lets the cluster's hosts resolve its nodes, by the name that Slurm knows and below the cluster's domain. */
export function publishNodeNames(context: RegionContext, cluster: ClusterRecord): void {
  const { instanceId, privateIp, hostName } = cluster.headNode;
  const { Reservations } = context.call("ec2", "DescribeInstances", { InstanceIds: [instanceId] });
  const vpcId = Reservations?.[0]?.Instances?.[0]?.VpcId;
  if (vpcId === undefined) return;
  const domain = (cluster.settings?.dnsDomain ?? "").replace(/\.$/, "");
  const nodes = Object.values(cluster.nodes).flatMap(({ name, privateIp: address }) =>
    address === undefined ? [] : [[name, address] as const],
  );
  const hosts = [[hostName, privateIp] as const, ...nodes];
  const names = hosts.flatMap(([name, address]) =>
    domain === ""
      ? [[name, address]]
      : [
          [name, address],
          [`${name}.${domain}`, address],
        ],
  );
  context.hosts.publishNames({ vpcId, source: instanceId, addresses: Object.fromEntries(names) });
}
