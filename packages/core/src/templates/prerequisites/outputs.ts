import { getAtt, ref, sub } from "../intrinsics.ts";
import type { Template, TemplateOutput, TemplateValue } from "../Template.ts";
import type { NetworkRefs, PrerequisitesOptions } from "./PrerequisitesOptions.ts";

/** Outputs of the guide's template, which the cluster configuration is made from. */
export const PREREQUISITES_OUTPUTS = [
  "VPC",
  "PublicSubnet",
  "PrimaryPrivateSubnet",
  "SecurityGroup",
  "FSxLustreFilesystemMountname",
  "FSxLustreFilesystemDNSname",
  "FSxLustreFilesystemId",
  "FSxORootVolumeId",
] as const;
export type PrerequisitesOutput = (typeof PREREQUISITES_OUTPUTS)[number];

export function outputsOf(
  options: PrerequisitesOptions,
  network: NetworkRefs,
): NonNullable<Template["Outputs"]> {
  const { scratch, home } = options;
  return {
    VPC: exported("VPC", "ID of the VPC", network.vpc),
    PublicSubnet: exported("PublicSubnet", "ID of the public subnet", network.publicSubnet),
    PrimaryPrivateSubnet: exported(
      "PrimaryPrivateSubnet",
      "ID of the private subnet of compute nodes and file systems",
      network.privateSubnet,
    ),
    ...(home !== "existing" && network.secondarySubnet !== undefined
      ? {
          SecondaryPrivateSubnet: {
            ...exported(
              "SecondaryPrivateSubnet",
              "ID of the private subnet in the second zone",
              network.secondarySubnet,
            ),
            Condition: "HomeMultiAz",
          },
        }
      : {}),
    SecurityGroup: exported(
      "SecurityGroup",
      "Security group of nodes and file systems",
      network.securityGroup,
    ),
    ...(scratch === "existing" ? {} : SCRATCH_OUTPUTS),
    ...(home === "existing" ? {} : HOME_OUTPUTS),
  };
}

const SCRATCH_OUTPUTS: NonNullable<Template["Outputs"]> = {
  FSxLustreFilesystemMountname: exported(
    "FSxLustreFilesystemMountname",
    "Mount name of the scratch file system",
    getAtt("FSxLFilesystem", "LustreMountName"),
  ),
  FSxLustreFilesystemDNSname: exported(
    "FSxLustreFilesystemDNSname",
    "DNS name of the scratch file system",
    getAtt("FSxLFilesystem", "DNSName"),
  ),
  FSxLustreFilesystemId: exported(
    "FSxLustreFilesystemId",
    "ID of the scratch file system",
    ref("FSxLFilesystem"),
  ),
};

const HOME_OUTPUTS: NonNullable<Template["Outputs"]> = {
  FSxORootVolumeId: exported(
    "FSxORootVolumeId",
    "ID of the root volume of the home directories",
    getAtt("OpenZFSFileSystem", "RootVolumeId"),
  ),
};

function exported(name: string, description: string, value: TemplateValue): TemplateOutput {
  return { Description: description, Value: value, Export: { Name: sub(`\${AWS::StackName}-${name}`) } };
}
