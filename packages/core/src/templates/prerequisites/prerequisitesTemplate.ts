import { ref } from "../intrinsics.ts";
import type { Template, TemplateValue } from "../Template.ts";
import { fileSystemConditions, fileSystemResources } from "./fileSystems.ts";
import { NETWORK_MAPPING, networkResources, S3_ENDPOINT_CONDITION } from "./network.ts";
import { outputsOf } from "./outputs.ts";
import { parametersOf } from "./parameters.ts";
import { keepsFileSystem, type NetworkRefs, type PrerequisitesOptions } from "./PrerequisitesOptions.ts";
import { securityGroupResources } from "./securityGroup.ts";

/** What the guide's own template makes, with file systems that are kept. */
export const GUIDE_PREREQUISITES: PrerequisitesOptions = {
  network: { kind: "made" },
  scratch: "retain",
  home: "retain",
};

/**
 * Network and file systems. Parameters, conditions, logical ids, outputs and export names are those of the guide's
 * `parallelcluster-prerequisites.yaml` and its `-p1` variant, so that a stack made from either can be adopted and
 * updated without replacing anything: the variant is `LustreDeploymentType: PERSISTENT_1` here.
 */
export function prerequisitesTemplate(options: PrerequisitesOptions = GUIDE_PREREQUISITES): Template {
  const refs = networkRefs(options);
  const madeNetwork = options.network.kind === "made";
  const madeGroup = options.network.kind === "made" || options.network.securityGroup === "made";
  const conditions = { ...(madeNetwork ? S3_ENDPOINT_CONDITION : {}), ...fileSystemConditions(options) };
  const parameters = parametersOf(options);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: madeNetwork
      ? "Network and shared file systems for AWS ParallelCluster (VPC, subnets, gateways, EFA security group, FSx for Lustre, FSx for OpenZFS)"
      : "Shared file systems for AWS ParallelCluster in a VPC that exists",
    Metadata: { "AWS::CloudFormation::Interface": consoleForm(Object.keys(parameters)) },
    Parameters: parameters,
    ...(madeNetwork ? { Mappings: NETWORK_MAPPING } : {}),
    ...(Object.keys(conditions).length === 0 ? {} : { Conditions: conditions }),
    Resources: {
      ...(madeNetwork ? networkResources(options) : {}),
      ...(madeGroup ? securityGroupResources(refs.vpc, { kept: keepsFileSystem(options) }) : {}),
      ...fileSystemResources(options, refs),
    },
    Outputs: outputsOf(options, refs),
  };
}

function networkRefs({ network, home }: PrerequisitesOptions): NetworkRefs {
  if (network.kind === "made")
    return {
      vpc: ref("VPC"),
      publicSubnet: ref("PublicSubnet"),
      privateSubnet: ref("PrimaryPrivateSubnet"),
      secondarySubnet: home === "existing" ? undefined : ref("SecondaryPrivateSubnet"),
      securityGroup: ref("SecurityGroup"),
    };
  return {
    vpc: ref("VPCId"),
    publicSubnet: ref("PublicSubnetId"),
    privateSubnet: ref("PrimaryPrivateSubnetId"),
    secondarySubnet: network.secondarySubnet ? ref("SecondaryPrivateSubnetId") : undefined,
    securityGroup: ref(network.securityGroup === "made" ? "SecurityGroup" : "SecurityGroupId"),
  };
}

const PARAMETER_GROUPS: readonly (readonly [label: string, parameters: readonly string[]])[] = [
  ["General configuration", ["VPCName"]],
  ["Availability Zone configuration for the subnets", ["PrimarySubnetAZ", "SecondarySubnetAZ"]],
  [
    "Network that exists",
    ["VPCId", "PublicSubnetId", "PrimaryPrivateSubnetId", "SecondaryPrivateSubnetId", "SecurityGroupId"],
  ],
  [
    "Scratch file system",
    ["Capacity", "PerUnitStorageThroughput", "Compression", "LustreVersion", "LustreDeploymentType"],
  ],
  ["Home directories", ["HomeCapacity", "HomeThroughput", "HomeDeploymentType", "HomeBackupDays"]],
  ["Network and S3 endpoints configuration", ["CreateS3Endpoint"]],
];

/** How the CloudFormation console asks for the parameters. */
function consoleForm(names: readonly string[]): TemplateValue {
  const groups = PARAMETER_GROUPS.map(([label, parameters]) => ({
    Label: { default: label },
    Parameters: parameters.filter((name) => names.includes(name)),
  }));
  return { ParameterGroups: groups.filter(({ Parameters }) => Parameters.length > 0) };
}
