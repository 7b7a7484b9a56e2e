import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { FileSystemRecord } from "../FsxState.ts";

/** Makes the network interfaces of the file servers and answers their ids, the primary first. */
export function createInterfaces(record: FileSystemRecord, context: RegionContext): string[] {
  return serverSubnets(record).flatMap((SubnetId) => {
    const { NetworkInterface } = context.call("ec2", "CreateNetworkInterface", {
      SubnetId,
      Groups: [...record.securityGroupIds],
      Description: `AWS created network interface for ${record.id}`,
    });
    return NetworkInterface?.NetworkInterfaceId ?? [];
  });
}

export function deleteInterfaces(record: FileSystemRecord, context: RegionContext): void {
  for (const NetworkInterfaceId of record.networkInterfaceIds)
    try {
      context.call("ec2", "DeleteNetworkInterface", { NetworkInterfaceId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "InvalidNetworkInterfaceID.NotFound")) throw error;
    }
}

/** One entry per server: a metadata server and one for each 2,400 GiB of Lustre; one or a pair of OpenZFS. */
function serverSubnets(record: FileSystemRecord): readonly string[] {
  const [first = "", second] = record.subnetIds;
  if (record.kind === "LUSTRE") {
    const serverCount = 1 + Math.ceil(record.storageCapacityGiB / 2400);
    return Array.from({ length: serverCount }, () => first);
  }
  const deployment = record.openZfs?.DeploymentType ?? "";
  const preferred = record.openZfs?.PreferredSubnetId ?? first;
  if (deployment === "MULTI_AZ_1") return [preferred, preferred === first ? (second ?? first) : first];
  return deployment.includes("_HA_") ? [first, first] : [first];
}
