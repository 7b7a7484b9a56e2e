import {
  OPENZFS_1_THROUGHPUTS,
  OPENZFS_2_THROUGHPUTS,
  PERSISTENT_1_THROUGHPUTS,
  PERSISTENT_2_THROUGHPUTS,
} from "../../project/storage.ts";
import type { Template, TemplateParameter } from "../Template.ts";
import type { PrerequisitesOptions } from "./PrerequisitesOptions.ts";

type Parameters = Readonly<NonNullable<Template["Parameters"]>>;

/** Parameters for what the template makes; those of the guide's templates keep their names and defaults. */
export function parametersOf({ network, scratch, home }: PrerequisitesOptions): Parameters {
  return {
    VPCName: NAME_PARAMETER,
    ...(network.kind === "made" ? NETWORK_PARAMETERS : existingNetworkParameters(network, home)),
    ...(scratch === "existing" ? {} : SCRATCH_PARAMETERS),
    ...(home === "existing" ? {} : HOME_PARAMETERS),
    ...(home !== "existing" && network.kind === "made" ? { SecondarySubnetAZ: SECOND_ZONE_PARAMETER } : {}),
  };
}

const NAME_PARAMETER: TemplateParameter = {
  Type: "String",
  Description: "Name of the VPC; the names of what stands in it begin with it.",
  Default: "AWS ParallelCluster",
};

const NETWORK_PARAMETERS: Parameters = {
  PrimarySubnetAZ: {
    Type: "AWS::EC2::AvailabilityZone::Name",
    Description:
      "Zone of the public subnet, the private subnet and the file systems, which is that of the capacity.",
  },
  CreateS3Endpoint: {
    Type: "String",
    Description: "Does the VPC get a gateway endpoint for S3?",
    Default: "true",
    AllowedValues: ["true", "false"],
  },
};

const SCRATCH_PARAMETERS: Parameters = {
  Capacity: {
    Type: "Number",
    Description: "Storage of the scratch file system in GiB (1200, or a multiple of 2400).",
    Default: 1200,
    MinValue: 1200,
  },
  PerUnitStorageThroughput: {
    Type: "Number",
    Description:
      "Throughput of the scratch file system in MB/s per TiB. PERSISTENT_2 has 125, 250, 500 and 1000; PERSISTENT_1 has 50, 100 and 200.",
    Default: 250,
    AllowedValues: [...PERSISTENT_1_THROUGHPUTS, ...PERSISTENT_2_THROUGHPUTS].toSorted((a, b) => a - b),
  },
  Compression: {
    Type: "String",
    Description: "Compression of the scratch file system.",
    Default: "LZ4",
    AllowedValues: ["LZ4", "NONE"],
  },
  LustreVersion: {
    Type: "String",
    Description: "Version of the Lustre software.",
    Default: "2.15",
    AllowedValues: ["2.15", "2.12"],
  },
  LustreDeploymentType: {
    Type: "String",
    Description: "Deployment type of the scratch file system; PERSISTENT_1 where a zone lacks PERSISTENT_2.",
    Default: "PERSISTENT_2",
    AllowedValues: ["PERSISTENT_2", "PERSISTENT_1"],
  },
};

const HOME_PARAMETERS: Parameters = {
  HomeCapacity: {
    Type: "Number",
    Description: "Storage of the home directories in GiB.",
    Default: 512,
    MinValue: 64,
  },
  HomeThroughput: {
    Type: "Number",
    Description:
      "Throughput of the home directories in MB/s. SINGLE_AZ_HA_2 and MULTI_AZ_1 have 160, 320, 640 and more; SINGLE_AZ_HA_1 has 64, 128, 256, 512 and more.",
    Default: 320,
    AllowedValues: [...OPENZFS_1_THROUGHPUTS, ...OPENZFS_2_THROUGHPUTS].toSorted((a, b) => a - b),
  },
  HomeDeploymentType: {
    Type: "String",
    Description: "Deployment type of the home directories; which ones exist depends on the region.",
    Default: "SINGLE_AZ_HA_2",
    AllowedValues: ["SINGLE_AZ_HA_2", "SINGLE_AZ_HA_1", "MULTI_AZ_1", "SINGLE_AZ_2", "SINGLE_AZ_1"],
  },
  HomeBackupDays: {
    Type: "Number",
    Description: "How many days automatic backups of the home directories are kept; 0 makes none.",
    Default: 30,
    MinValue: 0,
  },
};

const SECOND_ZONE_PARAMETER: TemplateParameter = {
  Type: "String",
  Description: "Second zone, for home directories with MULTI_AZ_1; not used otherwise.",
  Default: "",
};

function existingNetworkParameters(
  network: Extract<PrerequisitesOptions["network"], { kind: "existing" }>,
  home: PrerequisitesOptions["home"],
): Parameters {
  const secondary: TemplateParameter = {
    Type: "AWS::EC2::Subnet::Id",
    Description: "Subnet of the VPC in a second zone, for home directories with MULTI_AZ_1.",
  };
  const securityGroup: TemplateParameter = {
    Type: "AWS::EC2::SecurityGroup::Id",
    Description: "Security group of the VPC that lets its members reach each other.",
  };
  return {
    VPCId: { Type: "AWS::EC2::VPC::Id", Description: "VPC that exists." },
    PublicSubnetId: { Type: "AWS::EC2::Subnet::Id", Description: "Subnet of the VPC for the head node." },
    PrimaryPrivateSubnetId: {
      Type: "AWS::EC2::Subnet::Id",
      Description: "Subnet of the VPC for compute nodes and file systems.",
    },
    ...(network.secondarySubnet && home !== "existing" ? { SecondaryPrivateSubnetId: secondary } : {}),
    ...(network.securityGroup === "existing" ? { SecurityGroupId: securityGroup } : {}),
  };
}
