import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import {
  OS_NAMES,
  type ClusterConfiguration,
  type Monitoring,
  type SlurmSettings,
} from "./ClusterConfiguration.ts";
import { ConfigurationError } from "./ConfigurationError.ts";
import { readTags } from "./readCommonSections.ts";
import { readHeadNode } from "./readHeadNode.ts";
import { readQueues } from "./readQueues.ts";
import { readSharedStorage } from "./readSharedStorage.ts";
import { SectionReader } from "./SectionReader.ts";

const LOG_RETENTION_DAYS = 180;
const BOOTSTRAP_TIMEOUT_SECONDS = 2100;

/**
 * Fills in the defaults of a cluster configuration.
 * @throws {ConfigurationError} with every unknown key, wrong type and section that the sandbox does not model.
 */
export function readClusterConfiguration(raw: Json): ClusterConfiguration {
  if (!isJsonObject(raw)) throw new ConfigurationError(["the configuration must be a map"]);
  const problems: string[] = [];
  const root = new SectionReader(raw, "", problems);
  const configuration = readRoot(root);
  root.finish();
  if (problems.length > 0) throw new ConfigurationError(problems);
  return configuration;
}

function readRoot(root: SectionReader): ClusterConfiguration {
  const image = root.requiredSection("Image");
  const scheduling = root.requiredSection("Scheduling");
  const imds = root.section("Imds");
  // The region was decided by who asked for the cluster.
  root.text("Region");
  const scheduler = scheduling.requiredText("Scheduler");
  if (scheduler !== "slurm" && scheduler !== "")
    scheduling.problem(`The sandbox does not model the scheduler ${scheduler}.`);
  const configuration: ClusterConfiguration = {
    os: image.oneOf("Os", OS_NAMES) ?? missingOs(image),
    customAmi: image.text("CustomAmi"),
    headNode: readHeadNode(root.requiredSection("HeadNode")),
    queues: readQueues(scheduling),
    slurm: readSlurmSettings(scheduling.section("SlurmSettings")),
    scalingStrategy:
      scheduling.oneOf("ScalingStrategy", ["all-or-nothing", "greedy-all-or-nothing", "best-effort"]) ??
      "all-or-nothing",
    sharedStorage: readSharedStorage(root),
    monitoring: readMonitoring(root.section("Monitoring")),
    tags: readTags(root),
    ...readIam(root.section("Iam")),
    imdsSupport: imds.oneOf("ImdsSupport", ["v1.0", "v2.0"]) ?? "v2.0",
    ...readDeployment(root),
    directoryService: readMap(root, "DirectoryService"),
  };
  root.refuse("LoginNodes", "login nodes");
  root.refuse("AdditionalPackages", "additional packages");
  root.refuse("AdditionalResources", "additional resources");
  root.refuse("CustomS3Bucket", "a bucket of one's own for the cluster's artifacts");
  for (const part of [image, scheduling, imds]) part.finish();
  return configuration;
}

function missingOs(image: SectionReader): "alinux2" {
  if (!image.has("Os")) image.requiredText("Os");
  return "alinux2";
}

function readSlurmSettings(section: SectionReader): SlurmSettings {
  const dns = section.section("Dns");
  const settings: SlurmSettings = {
    scaledownIdleMinutes: section.wholeNumber("ScaledownIdletime") ?? 10,
    queueUpdateStrategy:
      section.oneOf("QueueUpdateStrategy", ["COMPUTE_FLEET_STOP", "DRAIN", "TERMINATE"]) ??
      "COMPUTE_FLEET_STOP",
    managedDns: !(dns.flag("DisableManagedDns") ?? false),
    hostedZoneId: dns.text("HostedZoneId"),
    ec2Hostnames: dns.flag("UseEc2Hostnames") ?? false,
    memoryBasedScheduling: section.flag("EnableMemoryBasedScheduling") ?? false,
    database: readMap(section, "Database"),
    customSlurmSettings: readList(section, "CustomSlurmSettings"),
  };
  section.refuse("CustomSlurmSettingsIncludeFile", "a Slurm settings file of one's own");
  section.refuse("MungeKeySecretArn", "a munge key of one's own");
  section.refuse("ExternalSlurmdbd", "an external slurmdbd");
  dns.finish();
  section.finish();
  return settings;
}

function readMonitoring(section: SectionReader): Monitoring {
  const logs = section.section("Logs");
  const cloudWatch = logs.section("CloudWatch");
  const rotation = logs.section("Rotation");
  const dashboards = section.section("Dashboards");
  const dashboard = dashboards.section("CloudWatch");
  const alarms = section.section("Alarms");
  const monitoring: Monitoring = {
    detailed: section.flag("DetailedMonitoring") ?? false,
    logs: {
      enabled: cloudWatch.flag("Enabled") ?? true,
      retentionDays: cloudWatch.wholeNumber("RetentionInDays") ?? LOG_RETENTION_DAYS,
      deletionPolicy: cloudWatch.oneOf("DeletionPolicy", ["Delete", "Retain"]) ?? "Retain",
    },
    logRotation: rotation.flag("Enabled") ?? true,
    dashboard: dashboard.flag("Enabled") ?? true,
    alarms: alarms.flag("Enabled") ?? true,
  };
  for (const part of [cloudWatch, rotation, logs, dashboard, dashboards, alarms, section]) part.finish();
  return monitoring;
}

function readIam(
  section: SectionReader,
): Pick<ClusterConfiguration, "lambdaRoleArn" | "permissionsBoundaryArn"> {
  const roles = section.section("Roles");
  const iam = {
    lambdaRoleArn: roles.text("LambdaFunctionsRole"),
    permissionsBoundaryArn: section.text("PermissionsBoundary"),
  };
  section.refuse("ResourcePrefix", "a prefix for names of roles");
  roles.finish();
  section.finish();
  return iam;
}

function readDeployment(
  root: SectionReader,
): Pick<ClusterConfiguration, "sudoDisabledForDefaultUser" | "bootstrapTimeouts"> {
  const deployment = root.section("DeploymentSettings");
  const development = root.section("DevSettings");
  const timeouts = development.section("Timeouts");
  const settings = {
    sudoDisabledForDefaultUser: deployment.flag("DisableSudoAccessForDefaultUser") ?? false,
    bootstrapTimeouts: {
      headNodeSeconds: timeouts.wholeNumber("HeadNodeBootstrapTimeout") ?? BOOTSTRAP_TIMEOUT_SECONDS,
      computeNodeSeconds: timeouts.wholeNumber("ComputeNodeBootstrapTimeout") ?? BOOTSTRAP_TIMEOUT_SECONDS,
    },
  };
  deployment.refuse("LambdaFunctionsVpcConfig", "functions inside a VPC");
  deployment.refuse("DefaultUserHome", "home directories off the shared file system");
  for (const part of [timeouts, development, deployment]) part.finish();
  return settings;
}

function readMap(section: SectionReader, key: string): JsonObject | undefined {
  const value = section.raw(key);
  if (value === undefined || isJsonObject(value)) return value;
  section.problem(`${key}: Invalid input type.`);
  return undefined;
}

function readList(section: SectionReader, key: string): readonly Json[] {
  const value = section.raw(key);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  section.problem(`${key}: Not a valid list.`);
  return [];
}
