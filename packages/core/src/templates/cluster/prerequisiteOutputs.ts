import { TrainyardError } from "../../errors/TrainyardError.ts";
import type { ResolvedProject } from "../../project/ResolvedProject.ts";
import type { PrerequisitesOutput } from "../prerequisites/outputs.ts";

/** Ids that a cluster configuration is made with. */
export interface ClusterPlace {
  readonly publicSubnetId: string;
  readonly privateSubnetId: string;
  readonly securityGroupId: string;
  readonly scratchFileSystemId: string;
  readonly homeVolumeId: string;
}

/** For some weeks the guide's template had other output names; a stack from then can still be adopted. */
const FORMER_NAMES: Readonly<Partial<Record<PrerequisitesOutput, string>>> = {
  PublicSubnet: "PUBLIC_SUBNET",
  PrimaryPrivateSubnet: "PRIMARY_PRIVATE_SUBNET",
  SecurityGroup: "SECURITY_GROUP",
  FSxLustreFilesystemMountname: "FSX_LUSTRE_FILESYSTEM_MOUNT_NAME",
  FSxLustreFilesystemDNSname: "FSX_LUSTRE_FILESYSTEM_DNS_NAME",
  FSxLustreFilesystemId: "FSX_LUSTRE_FILESYSTEM_ID",
  FSxORootVolumeId: "FSX_OPENZFS_ROOT_VOLUME_ID",
};

/** The value of an output, also by its former name; undefined when the stack has neither. */
export function prerequisiteOutput(
  outputs: Readonly<Record<string, string>>,
  name: PrerequisitesOutput,
): string | undefined {
  const former = FORMER_NAMES[name];
  return outputs[name] ?? (former === undefined ? undefined : outputs[former]);
}

/** Outputs that the prerequisites stack of a project must have. */
export function requiredOutputs({ project, scratch, home }: ResolvedProject): readonly PrerequisitesOutput[] {
  const { vpc, securityGroup } = project.network;
  return [
    ...(vpc === undefined ? (["PublicSubnet", "PrimaryPrivateSubnet"] as const) : []),
    ...(securityGroup === undefined ? (["SecurityGroup"] as const) : []),
    ...(scratch.kind === "made" ? (["FSxLustreFilesystemId"] as const) : []),
    ...(home.kind === "made" ? (["FSxORootVolumeId"] as const) : []),
  ];
}

/**
 * Where the cluster is to stand, from the project and the outputs of its prerequisites.
 * @throws {TrainyardError} `STACK_CONFLICT` when an output is missing.
 */
export function clusterPlaceOf(
  resolved: ResolvedProject,
  outputs: Readonly<Record<string, string>>,
): ClusterPlace {
  const { project, scratch, home, names } = resolved;
  const { network } = project;
  const output = (name: PrerequisitesOutput): string => {
    const value = prerequisiteOutput(outputs, name);
    if (value !== undefined && value !== "") return value;
    throw new TrainyardError(
      "STACK_CONFLICT",
      `the stack ${names.prerequisitesStack} has no output ${name}`,
      {
        hint: "Is it a prerequisites stack? Name the right one in `network.prerequisitesStack`, or leave that out so that one is made.",
        details: { stackName: names.prerequisitesStack, output: name, outputs: Object.keys(outputs) },
      },
    );
  };
  return {
    publicSubnetId: network.publicSubnet ?? output("PublicSubnet"),
    privateSubnetId: network.privateSubnet ?? output("PrimaryPrivateSubnet"),
    securityGroupId: network.securityGroup ?? output("SecurityGroup"),
    scratchFileSystemId: scratch.kind === "existing" ? scratch.fileSystemId : output("FSxLustreFilesystemId"),
    homeVolumeId: home.kind === "existing" ? home.volumeId : output("FSxORootVolumeId"),
  };
}
