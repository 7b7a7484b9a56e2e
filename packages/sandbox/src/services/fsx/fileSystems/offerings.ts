import { badRequest } from "../errors.ts";

/*
 * Where deployment types are missing. OpenZFS: "Availability by AWS Region" of its user guide as cited in
 * awsome-distributed-ai #1097, #1100 and #1102. Lustre: the guide of the Chinese regions names persistent types of
 * the first generation only. What no source names as missing is offered.
 */
const OPENZFS_MISSING: Readonly<Record<string, ReadonlySet<string>>> = {
  SINGLE_AZ_HA_1: new Set([
    "us-east-1",
    "us-east-2",
    "us-west-2",
    "us-gov-west-1",
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-south-1",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-south-2",
    "eu-west-1",
  ]),
  SINGLE_AZ_HA_2: secondGenerationMissing(),
  SINGLE_AZ_2: secondGenerationMissing(),
};

const LUSTRE_MISSING: Readonly<Record<string, ReadonlySet<string>>> = {
  PERSISTENT_2: new Set(["cn-north-1", "cn-northwest-1"]),
  SCRATCH_1: new Set(["cn-north-1", "cn-northwest-1"]),
  SCRATCH_2: new Set(["cn-north-1", "cn-northwest-1"]),
};

/** @throws {AwsError} in AWS's words where the region lacks the type. */
export function checkOpenZfsOffered(deploymentType: string, region: string): void {
  if (OPENZFS_MISSING[deploymentType]?.has(region) === true)
    throw badRequest(
      "The file system creation request failed because OpenZFS file systems with the provided deployment type and storage type are not available in the requested Availability Zone.",
    );
}

export function checkLustreOffered(deploymentType: string, region: string): void {
  if (LUSTRE_MISSING[deploymentType]?.has(region) === true)
    throw badRequest(
      "The file system creation request failed because Lustre file systems with the provided deployment type and storage type are not available in the requested Availability Zone.",
    );
}

function secondGenerationMissing(): ReadonlySet<string> {
  return new Set([
    "us-gov-east-1",
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-3",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-south-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
  ]);
}
