import {
  DescribeFileSystemsCommand as DescribeEfsCommand,
  DescribeMountTargetSecurityGroupsCommand,
  DescribeMountTargetsCommand,
  type EFSClient,
} from "@aws-sdk/client-efs";
import {
  DescribeBackupsCommand,
  DescribeFileCachesCommand,
  DescribeFileSystemsCommand,
  DescribeVolumesCommand,
  type FSxClient,
} from "@aws-sdk/client-fsx";
import type { ClusterConfigAws } from "@trainyard/core/cluster-config";
import { abortOptions } from "../abortOptions.ts";
import { asked } from "./asked.ts";
import { first } from "./first.ts";

type Questions = ClusterConfigAws["fileSystems"];

export function createFileSystemQuestions(
  fsx: FSxClient,
  efs: EFSClient,
  signal: AbortSignal | undefined,
): Questions {
  const options = abortOptions(signal);
  return {
    efs: (id) =>
      asked("DescribeFileSystems", async () => {
        const answer = await efs.send(new DescribeEfsCommand({ FileSystemId: id }), options);
        const { AvailabilityZoneName } = first(answer.FileSystems, `the file system ${id}`);
        return { oneZone: AvailabilityZoneName, mountTargets: await mountTargetsOf(efs, id, signal) };
      }),
    ...createFsxQuestions(fsx, signal),
    fsxVolume: (id) =>
      asked("DescribeVolumes", async () => {
        const answer = await fsx.send(new DescribeVolumesCommand({ VolumeIds: [id] }), options);
        return first(answer.Volumes, `the volume ${id}`).FileSystemId ?? "";
      }),
    fsxBackup: (id) =>
      asked("DescribeBackups", async () => {
        const answer = await fsx.send(new DescribeBackupsCommand({ BackupIds: [id] }), options);
        first(answer.Backups, `the backup ${id}`);
        return "exists" as const;
      }),
  };
}

function createFsxQuestions(
  fsx: FSxClient,
  signal: AbortSignal | undefined,
): Pick<Questions, "fsxFileSystem" | "fileCache"> {
  const options = abortOptions(signal);
  return {
    fsxFileSystem: (id) =>
      asked("DescribeFileSystems", async () => {
        const answer = await fsx.send(new DescribeFileSystemsCommand({ FileSystemIds: [id] }), options);
        const system = first(answer.FileSystems, `the file system ${id}`);
        return {
          id,
          kind: system.FileSystemType ?? "LUSTRE",
          vpc: system.VpcId ?? "",
          subnetIds: system.SubnetIds ?? [],
          networkInterfaces: system.NetworkInterfaceIds ?? [],
        };
      }),
    fileCache: (id) =>
      asked("DescribeFileCaches", async () => {
        const answer = await fsx.send(new DescribeFileCachesCommand({ FileCacheIds: [id] }), options);
        const cache = first(answer.FileCaches, `the file cache ${id}`);
        return {
          id,
          kind: cache.FileCacheType ?? "LUSTRE",
          vpc: cache.VpcId ?? "",
          subnetIds: cache.SubnetIds ?? [],
          networkInterfaces: cache.NetworkInterfaceIds ?? [],
        };
      }),
  };
}

async function mountTargetsOf(efs: EFSClient, id: string, signal: AbortSignal | undefined) {
  const options = abortOptions(signal);
  const answer = await efs.send(new DescribeMountTargetsCommand({ FileSystemId: id }), options);
  return Promise.all(
    (answer.MountTargets ?? []).map(async ({ MountTargetId = "", SubnetId = "" }) => {
      const command = new DescribeMountTargetSecurityGroupsCommand({ MountTargetId });
      const { SecurityGroups } = await efs.send(command, options);
      return { id: MountTargetId, subnetId: SubnetId, securityGroups: SecurityGroups ?? [] };
    }),
  );
}
