import type {
  InstanceNetworkInterfaceSpecification,
  RunInstancesCommandInput,
  VolumeType,
} from "@aws-sdk/client-ec2";
import type { DryRunLaunch } from "@trainyard/core/cluster-config";
import { instanceTypeName } from "./instanceTypeName.ts";

/** The request that the official command tries for a node. */
export function dryRunRequest(launch: DryRunLaunch): RunInstancesCommandInput {
  const { keyName, placementGroup, market, capacityReservation } = launch;
  const tags = launch.tags.map(({ key, value }) => ({ Key: key, Value: value }));
  return {
    DryRun: true,
    MinCount: 1,
    MaxCount: 1,
    InstanceType: instanceTypeName(launch.instanceType),
    ImageId: launch.imageId,
    NetworkInterfaces: networkInterfaces(launch),
    BlockDeviceMappings: [{ DeviceName: launch.rootVolume.deviceName, Ebs: rootVolume(launch) }],
    MetadataOptions: { HttpTokens: launch.requiresMetadataTokens ? "required" : "optional" },
    ...(keyName === undefined ? {} : { KeyName: keyName }),
    ...(placementGroup === undefined ? {} : { Placement: { GroupName: placementGroup } }),
    ...(market === undefined ? {} : { InstanceMarketOptions: { MarketType: market } }),
    ...(capacityReservation === undefined ? {} : reservationTarget(capacityReservation)),
    ...(tags.length === 0
      ? {}
      : {
          TagSpecifications: [
            { ResourceType: "instance", Tags: tags },
            { ResourceType: "volume", Tags: tags },
          ],
        }),
  };
}

/** One interface per network card, the first as device 0; only it may ask for a public address. */
function networkInterfaces(launch: DryRunLaunch): InstanceNetworkInterfaceSpecification[] {
  return Array.from({ length: Math.max(1, launch.networkInterfaces) }, (_, card) => ({
    DeviceIndex: card === 0 ? 0 : 1,
    NetworkCardIndex: card,
    InterfaceType: launch.efa ? "efa" : "interface",
    Groups: [...launch.securityGroupIds],
    SubnetId: launch.subnetId,
    ...(card === 0 && launch.asksForPublicAddress ? { AssociatePublicIpAddress: true } : {}),
  }));
}

function rootVolume({ rootVolume: volume }: DryRunLaunch) {
  const { sizeGiB, iops, throughputMBps } = volume;
  return {
    VolumeType: volumeType(volume.type),
    Encrypted: volume.encrypted,
    DeleteOnTermination: volume.deleteOnTermination,
    ...(sizeGiB === undefined ? {} : { VolumeSize: sizeGiB }),
    ...(iops === undefined ? {} : { Iops: iops }),
    ...(throughputMBps === undefined ? {} : { Throughput: throughputMBps }),
  };
}

function volumeType(name: string): VolumeType {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of the configuration took the name; EC2 judges it again
  return name as VolumeType;
}

function reservationTarget({ id, groupArn }: NonNullable<DryRunLaunch["capacityReservation"]>) {
  return {
    CapacityReservationSpecification: {
      CapacityReservationTarget: {
        ...(id === undefined ? {} : { CapacityReservationId: id }),
        ...(groupArn === undefined ? {} : { CapacityReservationResourceGroupArn: groupArn }),
      },
    },
  };
}
