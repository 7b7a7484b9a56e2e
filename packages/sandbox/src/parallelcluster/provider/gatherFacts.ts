import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterConfiguration } from "../configuration/ClusterConfiguration.ts";
import { ConfigurationError } from "../configuration/ConfigurationError.ts";
import type { FileSystemFacts, ImageFacts, SubnetFacts, TemplateFacts } from "../template/TemplateFacts.ts";
import type { VersionFacts } from "../versions/versionFacts.ts";
import { instanceTypeFacts } from "./instanceTypeFacts.ts";

/** What is looked up in the account; the rest of the templates' facts are decided by who makes the cluster. */
export type AccountFacts = Pick<
  TemplateFacts,
  "officialImage" | "images" | "subnets" | "instanceTypes" | "fileSystems" | "reservationTypes"
>;

/** How each operating system is named in the names of official images. */
const IMAGE_NAME_PARTS: Readonly<Record<ClusterConfiguration["os"], string>> = {
  alinux2: "amzn2-hvm",
  alinux2023: "amzn2023-hvm",
  ubuntu2004: "ubuntu-2004-lts-hvm",
  ubuntu2204: "ubuntu-2204-lts-hvm",
  ubuntu2404: "ubuntu-2404-lts-hvm",
  rhel8: "rhel8-hvm",
  rhel9: "rhel9-hvm",
  rocky8: "rocky8-hvm",
  rocky9: "rocky9-hvm",
};

/** @throws {ConfigurationError} naming what the account does not have. */
export function gatherFacts(
  context: RegionContext,
  configuration: ClusterConfiguration,
  version: VersionFacts,
): AccountFacts {
  const reservationTypes = lookUpReservations(context, configuration);
  const types = [
    configuration.headNode.instanceType,
    ...configuration.queues.flatMap((queue) => queue.computeResources.flatMap((r) => r.instanceTypes)),
    ...Object.values(reservationTypes),
  ];
  const instanceTypes = instanceTypeFacts(context, [...new Set(types)]);
  const architecture = instanceTypes[configuration.headNode.instanceType]?.architecture ?? "x86_64";
  return {
    reservationTypes,
    instanceTypes,
    subnets: lookUpSubnets(context, configuration),
    officialImage: officialImage(context, { configuration, version, architecture }),
    images: lookUpImages(context, configuration),
    fileSystems: lookUpFileSystems(context, configuration),
  };
}

function lookUpReservations(
  context: RegionContext,
  configuration: ClusterConfiguration,
): Record<string, string> {
  const ids = configuration.queues.flatMap((queue) =>
    queue.computeResources.flatMap(({ instanceTypes, reservation }) =>
      instanceTypes.length === 0 && reservation?.kind === "reservation" ? [reservation.id] : [],
    ),
  );
  const types: Record<string, string> = {};
  for (const id of new Set(ids)) {
    const found = lookUp(() =>
      context.call("ec2", "DescribeCapacityReservations", { CapacityReservationIds: [id] }),
    );
    const type = found.CapacityReservations?.[0]?.InstanceType;
    if (type !== undefined) types[id] = type;
  }
  return types;
}

function lookUpSubnets(
  context: RegionContext,
  configuration: ClusterConfiguration,
): Record<string, SubnetFacts> {
  const ids = [configuration.headNode.subnetId, ...configuration.queues.flatMap((queue) => queue.subnetIds)];
  const { Subnets } = lookUp(() => context.call("ec2", "DescribeSubnets", { SubnetIds: [...new Set(ids)] }));
  return Object.fromEntries(
    (Subnets ?? []).map(({ SubnetId, VpcId, AvailabilityZone }) => [
      SubnetId ?? "",
      { vpcId: VpcId ?? "", availabilityZone: AvailabilityZone ?? "" },
    ]),
  );
}

function officialImage(
  context: RegionContext,
  search: {
    readonly configuration: ClusterConfiguration;
    readonly version: VersionFacts;
    readonly architecture: string;
  },
): ImageFacts {
  const part = IMAGE_NAME_PARTS[search.configuration.os];
  const pattern = `aws-parallelcluster-${search.version.version}-${part}-${search.architecture}*`;
  const { Images } = context.call("ec2", "DescribeImages", {
    Owners: ["amazon"],
    Filters: [{ Name: "name", Values: [pattern] }],
    IncludeDeprecated: true,
  });
  const newest = [...(Images ?? [])].sort((left, right) =>
    (right.CreationDate ?? "") < (left.CreationDate ?? "") ? -1 : 1,
  )[0];
  if (newest === undefined)
    throw new ConfigurationError([`No official image ${pattern} in ${context.region}.`]);
  return imageFacts(newest);
}

function lookUpImages(
  context: RegionContext,
  configuration: ClusterConfiguration,
): Record<string, ImageFacts> {
  const ids = [
    configuration.customAmi,
    configuration.headNode.customAmi,
    ...configuration.queues.map((queue) => queue.customAmi),
  ].filter((id) => id !== undefined);
  if (ids.length === 0) return {};
  const { Images } = lookUp(() => context.call("ec2", "DescribeImages", { ImageIds: [...new Set(ids)] }));
  return Object.fromEntries((Images ?? []).map((image) => [image.ImageId ?? "", imageFacts(image)]));
}

function imageFacts(image: {
  readonly ImageId?: string | undefined;
  readonly RootDeviceName?: string | undefined;
  readonly BlockDeviceMappings?:
    | readonly { readonly Ebs?: { readonly VolumeSize?: number | undefined } | undefined }[]
    | undefined;
}): ImageFacts {
  return {
    imageId: image.ImageId ?? "",
    rootDeviceName: image.RootDeviceName ?? "/dev/sda1",
    rootVolumeGiB: image.BlockDeviceMappings?.[0]?.Ebs?.VolumeSize ?? 0,
  };
}

function lookUpFileSystems(
  context: RegionContext,
  configuration: ClusterConfiguration,
): Record<string, FileSystemFacts> {
  const found: Record<string, FileSystemFacts> = {};
  for (const storage of configuration.sharedStorage) {
    if (storage.kind === "existing-lustre")
      found[storage.name] = lookUp(() => fileSystem(context, storage.resourceId, ""));
    if (storage.kind === "existing-openzfs")
      found[storage.name] = lookUp(() => openZfsVolume(context, storage.resourceId));
  }
  return found;
}

function openZfsVolume(context: RegionContext, volumeId: string): FileSystemFacts {
  const volume = context.call("fsx", "DescribeVolumes", { VolumeIds: [volumeId] }).Volumes?.[0];
  return fileSystem(context, volume?.FileSystemId ?? "", volume?.OpenZFSConfiguration?.VolumePath ?? "");
}

function fileSystem(context: RegionContext, fileSystemId: string, junctionPath: string): FileSystemFacts {
  const [found] =
    context.call("fsx", "DescribeFileSystems", { FileSystemIds: [fileSystemId] }).FileSystems ?? [];
  return {
    fileSystemId,
    dnsName: found?.DNSName ?? "",
    mountName: found?.LustreConfiguration?.MountName ?? "",
    junctionPath,
  };
}

/** What AWS says of a thing that does not exist is a problem of the configuration. */
function lookUp<Answer>(call: () => Answer): Answer {
  try {
    return call();
  } catch (error) {
    if (error instanceof AwsError) throw new ConfigurationError([`${error.code}: ${error.message}`]);
    throw error;
  }
}
