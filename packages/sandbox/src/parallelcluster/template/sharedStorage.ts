import type {
  DataLink,
  EbsVolume,
  ManagedLustre,
  SharedStorage,
} from "../configuration/ClusterConfiguration.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { hasManagedComputeGroup, type ClusterPlan } from "./ClusterPlan.ts";
import { ref } from "./intrinsics.ts";
import { nameSuffix } from "./logicalIds.ts";
import { subnetOf } from "./lookups.ts";
import { withoutUndefined, type Resources, type TemplateResource } from "./Resources.ts";
import { headNodeGroups } from "./securityGroups.ts";

const ALL_PORTS = { IpProtocol: "-1", FromPort: 0, ToPort: 65_535 } as const;

/** Volumes and file systems that the cluster makes itself; existing ones add no resource. */
export function sharedStorage(plan: ClusterPlan): Resources {
  const parts = plan.configuration.sharedStorage.map((storage): Resources => {
    switch (storage.kind) {
      case "ebs":
        if (storage.volume.existingVolumeId !== undefined) return {};
        return { [`EBS${nameSuffix(storage.name)}`]: volume(plan, storage, storage.volume) };
      case "raid":
        return Object.fromEntries(
          Array.from({ length: storage.volumeCount }, (_, index) => [
            `RAID${nameSuffix(storage.name)}Volume${index}`,
            volume(plan, storage, storage.volume),
          ]),
        );
      case "managed-lustre":
        return managedLustre(plan, storage, storage.lustre);
      case "existing-lustre":
      case "existing-openzfs":
        return {};
    }
  });
  return Object.assign({}, ...parts);
}

function volume(plan: ClusterPlan, storage: SharedStorage, settings: EbsVolume): TemplateResource {
  const zone = subnetOf(plan.facts, plan.configuration.headNode.subnetId).availabilityZone;
  return {
    Type: "AWS::EC2::Volume",
    Properties: withoutUndefined({
      AvailabilityZone: zone,
      Encrypted: settings.encrypted,
      Iops: settings.iops,
      Throughput: settings.throughputMBps,
      KmsKeyId: settings.kmsKeyId,
      Size: settings.sizeGiB,
      SnapshotId: settings.snapshotId,
      VolumeType: settings.volumeType,
      Tags: [{ Key: "Name", Value: storage.name }],
    }),
    DeletionPolicy: settings.deletionPolicy,
    UpdateReplacePolicy: settings.deletionPolicy,
  };
}

function managedLustre(plan: ClusterPlan, storage: SharedStorage, lustre: ManagedLustre): Resources {
  const id = `FSX${nameSuffix(storage.name)}`;
  const group = storageGroup(plan, id, lustre.deletionPolicy);
  const subnetId = plan.configuration.queues[0]?.subnetIds[0] ?? plan.configuration.headNode.subnetId;
  return {
    ...group,
    [id]: {
      Type: "AWS::FSx::FileSystem",
      Properties: withoutUndefined({
        FileSystemType: "LUSTRE",
        FileSystemTypeVersion: lustre.fileSystemTypeVersion,
        StorageCapacity: lustre.storageCapacityGiB,
        KmsKeyId: lustre.kmsKeyId,
        LustreConfiguration: withoutUndefined({
          DeploymentType: lustre.deploymentType,
          DataCompressionType: lustre.compression,
          PerUnitStorageThroughput: lustre.throughputMBpsPerTiB,
          WeeklyMaintenanceStartTime: lustre.weeklyMaintenanceStartTime,
          AutomaticBackupRetentionDays: lustre.automaticBackupRetentionDays,
          DailyAutomaticBackupStartTime: lustre.dailyAutomaticBackupStartTime,
          CopyTagsToBackups: lustre.copyTagsToBackups,
        }),
        SubnetIds: [subnetId],
        SecurityGroupIds: [ref(`${id}SecurityGroup`)],
        Tags: [{ Key: "Name", Value: storage.name }],
      }),
      // The file system is checked against its rules when it is made, so they come first.
      DependsOn: Object.keys(group).filter((key) => key !== `${id}SecurityGroup`),
      DeletionPolicy: lustre.deletionPolicy,
      UpdateReplacePolicy: lustre.deletionPolicy,
    },
    ...Object.fromEntries(
      lustre.dataLinks.map((link) => [`${link.name}${nameSuffix(link.name)}`, dataLink(id, link)]),
    ),
  };
}

function dataLink(fileSystem: string, link: DataLink): TemplateResource {
  return {
    Type: "AWS::FSx::DataRepositoryAssociation",
    Properties: withoutUndefined({
      FileSystemId: ref(fileSystem),
      BatchImportMetaDataOnCreate: link.batchImportOnCreate,
      DataRepositoryPath: link.dataRepositoryPath,
      FileSystemPath: link.fileSystemPath,
      ImportedFileChunkSize: link.importedFileChunkSizeMiB,
      S3: withoutUndefined({
        AutoExportPolicy: eventPolicy(link.autoExportEvents),
        AutoImportPolicy: eventPolicy(link.autoImportEvents),
      }),
      Tags: [{ Key: "Name", Value: link.name }],
    }),
  };
}

function eventPolicy(events: readonly string[]): JsonObject | undefined {
  return events.length === 0 ? undefined : { Events: events };
}

/** A group for the file system, open to itself, to the head node and to compute nodes. */
function storageGroup(plan: ClusterPlan, id: string, deletionPolicy: string): Resources {
  const groupId = `${id}SecurityGroup`;
  const own = plan.configuration.queues.flatMap((queue) => queue.securityGroups.own);
  const compute: readonly Json[] = [
    ...(hasManagedComputeGroup(plan) ? [ref("ComputeSecurityGroup")] : []),
    ...new Set(own),
  ];
  const managedHead = headNodeGroups(plan).filter(
    (group) => typeof group !== "string" || plan.configuration.headNode.securityGroups.own.length > 0,
  );
  const sides: readonly [string, readonly Json[]][] = [
    ["Head", managedHead],
    ["Compute", compute],
    ["Storage", [ref(groupId)]],
  ];
  const kept = { DeletionPolicy: deletionPolicy, UpdateReplacePolicy: deletionPolicy };
  const rules = sides.flatMap(([side, groups]) =>
    groups.flatMap((group, index): [string, TemplateResource][] => {
      const policies = side === "Storage" ? kept : {};
      return [
        [`${groupId}${side}Ingress${index}`, { ...rule("Ingress", groupId, group), ...policies }],
        [`${groupId}${side}Egress${index}`, { ...rule("Egress", groupId, group), ...policies }],
      ];
    }),
  );
  return {
    [groupId]: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: {
        GroupDescription: `Allow access to the file system ${id}`,
        VpcId: plan.vpcId,
      },
      ...kept,
    },
    ...Object.fromEntries(rules),
  };
}

function rule(direction: "Ingress" | "Egress", groupId: string, other: Json): TemplateResource {
  const otherKey = direction === "Ingress" ? "SourceSecurityGroupId" : "DestinationSecurityGroupId";
  return {
    Type: `AWS::EC2::SecurityGroup${direction}`,
    Properties: { ...ALL_PORTS, GroupId: ref(groupId), [otherKey]: other },
  };
}
