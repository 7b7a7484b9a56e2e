import { PROJECT_TAG } from "../../deployment/names.ts";
import type { ResolvedProject } from "../../project/ResolvedProject.ts";
import { commentsUnder, type ConfigComment, type ConfigMap, type ConfigPart } from "./ConfigValue.ts";
import { allowedRange, headNodeConfig, policiesOf, sshGroups, type SshAccess } from "./headNodeConfig.ts";
import { mergeConfig } from "./mergeConfig.ts";
import { overlayComments } from "./overlayComments.ts";
import { clusterPlaceOf, type ClusterPlace } from "./prerequisiteOutputs.ts";
import { queueConfig } from "./queueConfig.ts";
import { slurmSettings } from "./slurmSettings.ts";

/** A ParallelCluster configuration, with the reasons for what was decided. */
export type ClusterConfig = ConfigPart;

/**
 * The guide's vanilla cluster for a project, with the project's raw `cluster:` block laid over it.
 * @param outputs - outputs of the prerequisites stack.
 * @throws {TrainyardError} `STACK_CONFLICT` when an output is missing.
 */
export function clusterConfig(
  resolved: ResolvedProject,
  outputs: Readonly<Record<string, string>>,
  ssh: SshAccess = { securityGroup: undefined },
): ClusterConfig {
  const place = clusterPlaceOf(resolved, outputs);
  const { project } = resolved;
  const headNode = headNodeConfig(resolved, place, ssh);
  const queues = resolved.queues.map((queue) => queueConfig(resolved, queue, place));
  const generated: ConfigMap = {
    Region: project.region,
    Imds: { ImdsSupport: "v2.0" },
    Image: {
      Os: project.parallelCluster.os,
      ...(project.parallelCluster.customAmi === undefined
        ? {}
        : { CustomAmi: project.parallelCluster.customAmi }),
    },
    HeadNode: headNode.value,
    ...loginNodes(resolved, place, ssh),
    Scheduling: {
      Scheduler: "slurm",
      SlurmSettings: slurmSettings(resolved),
      SlurmQueues: queues.map(({ value }) => value),
    },
    SharedStorage: sharedStorage(place),
    ...directoryService(resolved),
    Monitoring: monitoring(resolved),
    Tags: tagsOf(resolved),
  };
  const comments = [
    ...commentsUnder(["HeadNode"], headNode.comments),
    ...queues.flatMap((queue, index) => commentsUnder(["Scheduling", "SlurmQueues", index], queue.comments)),
  ];
  return withOverlay({ value: generated, comments }, resolved);
}

/** Comments beside values that the overlay has changed would be wrong, so they go. */
function withOverlay(
  { value, comments }: ConfigPart,
  { project: { cluster: overlay }, clusterComments }: ResolvedProject,
): ConfigPart {
  if (Object.keys(overlay).length === 0) return { value, comments };
  const merged = mergeConfig(value, overlay);
  const kept = comments.filter(({ path }) => valueAt(merged, path) === valueAt(value, path));
  const changed: readonly ConfigComment[] = Object.keys(overlay)
    .filter((key) => merged[key] !== undefined)
    .map((key) => ({ path: [key], text: "with the project's `cluster:` block laid over it" }));
  return {
    value: merged,
    comments: [...kept, ...changed, ...overlayComments(clusterComments, overlay, merged)],
  };
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

function loginNodes(resolved: ResolvedProject, place: ClusterPlace, ssh: SshAccess): ConfigMap {
  const { login, access, headNode } = resolved.project;
  if (login.count === 0) return {};
  const ssm = policiesOf(resolved).filter((arn) => arn.endsWith("/AmazonSSMManagedInstanceCore"));
  return {
    LoginNodes: {
      Pools: [
        {
          Name: "login",
          Count: login.count,
          InstanceType: login.instanceType,
          GracetimePeriod: login.graceMinutes,
          Networking: {
            SubnetIds: [headNode.subnet === "public" ? place.publicSubnetId : place.privateSubnetId],
            AdditionalSecurityGroups: [place.securityGroupId, ...sshGroups(ssh)],
          },
          Ssh: { AllowedIps: allowedRange(resolved).range },
          ...(access.ssm ? { Iam: { AdditionalIamPolicies: ssm.map((arn) => ({ Policy: arn })) } } : {}),
        },
      ],
    },
  };
}

function sharedStorage(place: ClusterPlace): ConfigMap["SharedStorage"] & object {
  return [
    {
      Name: "HomeDirs",
      MountDir: "/home",
      StorageType: "FsxOpenZfs",
      FsxOpenZfsSettings: { VolumeId: place.homeVolumeId },
    },
    {
      Name: "fsx",
      MountDir: "/fsx",
      StorageType: "FsxLustre",
      FsxLustreSettings: { FileSystemId: place.scratchFileSystemId },
    },
  ];
}

function directoryService({ project: { directory } }: ResolvedProject): ConfigMap {
  if (directory === undefined) return {};
  return {
    DirectoryService: {
      DomainName: directory.domainName,
      DomainAddr: directory.address,
      PasswordSecretArn: directory.passwordSecret,
      DomainReadOnlyUser: directory.readOnlyUser,
      ...(directory.caCertificate === undefined ? {} : { LdapTlsCaCert: directory.caCertificate }),
      LdapTlsReqCert: directory.requireCertificate,
      ...(directory.accessFilter === undefined ? {} : { LdapAccessFilter: directory.accessFilter }),
      GenerateSshKeysForUsers: directory.generateSshKeys,
    },
  };
}

function monitoring({ project: { monitoring: wanted } }: ResolvedProject): ConfigMap {
  return {
    DetailedMonitoring: wanted.detailed,
    Logs: {
      CloudWatch: wanted.logs
        ? { Enabled: true, RetentionInDays: wanted.logRetentionDays }
        : { Enabled: false },
    },
    Dashboards: { CloudWatch: { Enabled: wanted.dashboard } },
    Alarms: { Enabled: wanted.alarms },
  };
}

/** ParallelCluster refuses a change of tags on a living cluster, so only what stays the same stands here. */
function tagsOf({ project }: ResolvedProject): readonly ConfigMap[] {
  const tags = { Grafana: "true", [PROJECT_TAG]: project.name, ...project.tags };
  return Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value }));
}
