import { equals, iff, nameTag, NO_VALUE, ref, sub } from "../intrinsics.ts";
import type { Template, TemplateResource, TemplateValue } from "../Template.ts";
import { KEPT } from "./network.ts";
import type { FileSystemChoice, NetworkRefs, PrerequisitesOptions } from "./PrerequisitesOptions.ts";

const DELETED = { DeletionPolicy: "Delete", UpdateReplacePolicy: "Delete" } as const;

/** Conditions that stand for the differences between the guide's two templates. */
export function fileSystemConditions({
  network,
  scratch,
  home,
}: PrerequisitesOptions): NonNullable<Template["Conditions"]> {
  const hasSecondSubnet = network.kind === "made" || network.secondarySubnet;
  return {
    ...(scratch === "existing"
      ? {}
      : { LustrePersistent2: equals(ref("LustreDeploymentType"), "PERSISTENT_2") }),
    ...(home === "existing"
      ? {}
      : {
          ...(hasSecondSubnet ? { HomeMultiAz: equals(ref("HomeDeploymentType"), "MULTI_AZ_1") } : {}),
          NoHomeBackups: equals(ref("HomeBackupDays"), 0),
        }),
  };
}

export function fileSystemResources(
  options: PrerequisitesOptions,
  network: NetworkRefs,
): Template["Resources"] {
  return {
    ...(options.scratch === "existing" ? {} : { FSxLFilesystem: lustre(options.scratch, network) }),
    ...(options.home === "existing" ? {} : { OpenZFSFileSystem: openZfs(options, network) }),
  };
}

/** CloudFormation takes a change of policies only together with another change: the metadata says the same again. */
function policiesOf(choice: FileSystemChoice) {
  return { ...(choice === "delete" ? DELETED : KEPT), Metadata: { OnDelete: choice } };
}

function lustre(choice: FileSystemChoice, network: NetworkRefs): TemplateResource {
  return {
    Type: "AWS::FSx::FileSystem",
    ...policiesOf(choice),
    Properties: {
      FileSystemType: "LUSTRE",
      StorageType: "SSD",
      FileSystemTypeVersion: ref("LustreVersion"),
      StorageCapacity: ref("Capacity"),
      SecurityGroupIds: [network.securityGroup],
      SubnetIds: [network.privateSubnet],
      LustreConfiguration: {
        DataCompressionType: ref("Compression"),
        DeploymentType: ref("LustreDeploymentType"),
        PerUnitStorageThroughput: ref("PerUnitStorageThroughput"),
        MetadataConfiguration: iff("LustrePersistent2", { Mode: "AUTOMATIC" }, NO_VALUE),
      },
      Tags: [nameTag(sub("${VPCName} Scratch"))],
    },
  };
}

function openZfs(options: PrerequisitesOptions, network: NetworkRefs): TemplateResource {
  const { privateSubnet, secondarySubnet } = network;
  return {
    Type: "AWS::FSx::FileSystem",
    ...policiesOf(options.home),
    Properties: {
      FileSystemType: "OPENZFS",
      StorageType: "SSD",
      StorageCapacity: ref("HomeCapacity"),
      SecurityGroupIds: [network.securityGroup],
      SubnetIds:
        secondarySubnet === undefined
          ? [privateSubnet]
          : iff("HomeMultiAz", [privateSubnet, secondarySubnet], [privateSubnet]),
      OpenZFSConfiguration: {
        AutomaticBackupRetentionDays: ref("HomeBackupDays"),
        CopyTagsToBackups: true,
        CopyTagsToVolumes: true,
        DailyAutomaticBackupStartTime: iff("NoHomeBackups", NO_VALUE, "19:00"),
        DeploymentType: ref("HomeDeploymentType"),
        ...acrossZones(options, network),
        Options: ["DELETE_CHILD_VOLUMES_AND_SNAPSHOTS"],
        RootVolumeConfiguration: ROOT_VOLUME,
        ThroughputCapacity: ref("HomeThroughput"),
        WeeklyMaintenanceStartTime: "1:04:00",
      },
      Tags: [nameTag(sub("${VPCName} Home"))],
    },
  };
}

/** Every subnet with a client needs the route to the active server, the head node's public one too. */
function acrossZones(
  { network: { kind } }: PrerequisitesOptions,
  network: NetworkRefs,
): { readonly [property: string]: TemplateValue } {
  if (network.secondarySubnet === undefined) return {};
  const tables = [ref("PrivateRouteTable"), ref("PublicRouteTable")];
  return {
    PreferredSubnetId: iff("HomeMultiAz", network.privateSubnet, NO_VALUE),
    ...(kind === "made" ? { RouteTableIds: iff("HomeMultiAz", tables, NO_VALUE) } : {}),
  };
}

/**
 * Exported to every client that the security group lets in, which are its own members. ParallelCluster mounts as
 * root and needs `no_root_squash`. A change of this part replaces the file system.
 */
const ROOT_VOLUME: TemplateValue = {
  DataCompressionType: "NONE",
  NfsExports: [{ ClientConfigurations: [{ Clients: "*", Options: ["rw", "no_root_squash", "crossmnt"] }] }],
};
