import type { PrerequisitesOutput } from "../templates/prerequisites/outputs.ts";

/** Well-formed ids for the outputs of a prerequisites stack that does not exist yet: local rules can be run with them. */
export const STAND_IN_OUTPUTS: Readonly<Record<PrerequisitesOutput, string>> = {
  VPC: "vpc-00000000000000000",
  PublicSubnet: "subnet-00000000000000001",
  PrimaryPrivateSubnet: "subnet-00000000000000002",
  SecurityGroup: "sg-00000000000000000",
  FSxLustreFilesystemMountname: "00000000",
  FSxLustreFilesystemDNSname: "fs-00000000000000000.fsx.amazonaws.com",
  FSxLustreFilesystemId: "fs-00000000000000000",
  FSxORootVolumeId: "fsvol-00000000000000000",
};
