import type { HeadNode } from "./ClusterConfiguration.ts";
import {
  readCustomActions,
  readCustomAmi,
  readEphemeralMountDirectory,
  readNodeIam,
  readRootVolume,
  readSecurityGroups,
} from "./readCommonSections.ts";
import type { SectionReader } from "./SectionReader.ts";

const EVERYWHERE = "0.0.0.0/0";

export function readHeadNode(section: SectionReader): HeadNode {
  const networking = section.requiredSection("Networking");
  const ssh = section.section("Ssh");
  const storage = section.section("LocalStorage");
  const imds = section.section("Imds");
  const headNode: HeadNode = {
    instanceType: section.requiredText("InstanceType"),
    subnetId: networking.requiredText("SubnetId"),
    elasticIp: readElasticIp(networking),
    securityGroups: readSecurityGroups(networking),
    keyName: ssh.text("KeyName"),
    allowedIps: ssh.text("AllowedIps") ?? EVERYWHERE,
    multithreadingDisabled: section.flag("DisableSimultaneousMultithreading") ?? false,
    rootVolume: readRootVolume(storage, true),
    ephemeralMountDirectory: readEphemeralMountDirectory(storage),
    customActions: readCustomActions(section.section("CustomActions"), true),
    iam: readNodeIam(section.section("Iam")),
    imdsSecured: imds.flag("Secured") ?? true,
    customAmi: readCustomAmi(section),
    dcv: readDcv(section),
  };
  networking.refuse("Proxy", "proxies of nodes");
  if (section.oneOf("SharedStorageType", ["Ebs", "Efs"]) === "Efs")
    section.problem("The sandbox does not model EFS: SharedStorageType must be Ebs.");
  section.refuse("SharedStorageEfsSettings", "EFS");
  for (const part of [networking, ssh, storage, imds, section]) part.finish();
  return headNode;
}

function readElasticIp(networking: SectionReader): string | undefined {
  const value = networking.raw("ElasticIp");
  if (typeof value === "string" && value.startsWith("eipalloc-")) return value;
  return networking.has("ElasticIp") && networking.flag("ElasticIp") ? "new" : undefined;
}

function readDcv(section: SectionReader): HeadNode["dcv"] {
  const dcv = section.optionalSection("Dcv");
  if (dcv === undefined) return undefined;
  const enabled = dcv.flag("Enabled") ?? false;
  const settings = {
    port: dcv.wholeNumber("Port") ?? 8443,
    allowedIps: dcv.text("AllowedIps") ?? EVERYWHERE,
  };
  dcv.finish();
  return enabled ? settings : undefined;
}
