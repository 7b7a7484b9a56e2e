import {
  found,
  refused,
  type AwsAnswer,
  type ClusterConfigAws,
  type DryRunLaunch,
  type InstanceFacts,
} from "@trainyard/core";

import type { FakeAccount } from "./fakeAccount.ts";

type Types = ReadonlyMap<string, InstanceFacts>;

export function createFakeInstances(account: FakeAccount, types: Types): ClusterConfigAws["instances"] {
  return {
    instanceType: async (name) => {
      const facts = types.get(name);
      return facts === undefined
        ? refused("InvalidInstanceType", `The following supplied instance types do not exist: [${name}]`)
        : found(facts);
    },
    offeredTypes: async () => found(new Set(types.keys())),
    zonesOffering: async (name) => found(types.has(name) ? zonesOf(account, name) : []),
    dryRun: async (launch) => dryRun(account, types, launch),
    placementGroup: async (name) =>
      account.placementGroups.some((group) => group.name === name)
        ? found("exists")
        : refused("InvalidPlacementGroup.Unknown", `The Placement Group '${name}' is unknown.`),
    batchTypes: async () => {
      const virtual = [...types.keys()].filter((name) => !name.includes(".metal"));
      return found(new Set(["optimal", ...virtual, ...virtual.map((name) => name.split(".")[0] ?? "")]));
    },
  };
}

function zonesOf(account: FakeAccount, instanceType: string): readonly string[] {
  return account.instanceTypes.offerings.exceptions[instanceType] ?? account.availabilityZones;
}

const FEWEST_FREE_ADDRESSES = 2;

/** The first rule that applies counts. */
function dryRun(account: FakeAccount, types: Types, launch: DryRunLaunch): AwsAnswer<"would-launch"> {
  const { instanceType, subnetId } = launch;
  const subnet = account.subnets.find((one) => one.id === subnetId);
  if (subnet === undefined)
    return refused("InvalidSubnetID.NotFound", `The subnet ID '${subnetId}' does not exist`);
  const missing = missingThing(account, launch);
  if (missing !== undefined) return missing;
  if (!zonesOf(account, instanceType).includes(subnet.az))
    return refused(
      "Unsupported",
      `Your requested instance type (${instanceType}) is not supported in your requested Availability Zone (${subnet.az}).`,
    );
  if (launch.asksForPublicAddress && launch.networkInterfaces > 1)
    return refused(
      "InvalidParameterCombination",
      "The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.",
    );
  if (subnet.freeAddresses < FEWEST_FREE_ADDRESSES)
    return refused(
      "InsufficientFreeAddressesInSubnet",
      `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of instances.`,
    );
  if (instanceType === "x1e.32xlarge")
    return refused(
      "InsufficientInstanceCapacity",
      `We currently do not have sufficient ${instanceType} capacity in the Availability Zone you requested (${subnet.az}).`,
    );
  if (instanceType === "u-6tb1.56xlarge")
    return refused(
      "InstanceLimitExceeded",
      "You have requested more instances (1) than your current instance limit of 0 allows for the specified instance type.",
    );
  return tryImage(account, types.get(instanceType)?.architectures ?? [], launch);
}

function tryImage(
  account: FakeAccount,
  architectures: readonly string[],
  launch: DryRunLaunch,
): AwsAnswer<"would-launch"> {
  const image = account.images.find((one) => one.id === launch.imageId);
  if (image === undefined) return found("would-launch");
  if (!architectures.includes(image.architecture))
    return refused(
      "InvalidParameterValue",
      `The architecture '${architectures.join(",")}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI.`,
    );
  const { sizeGiB } = launch.rootVolume;
  if (sizeGiB !== undefined && sizeGiB < image.volumeSizeGiB)
    return refused(
      "InvalidBlockDeviceMapping",
      `Volume of size ${sizeGiB}GB is smaller than snapshot, expect size >= ${image.volumeSizeGiB}GB`,
    );
  return found("would-launch");
}

function missingThing(account: FakeAccount, launch: DryRunLaunch): AwsAnswer<"would-launch"> | undefined {
  const { imageId, keyName } = launch;
  const group = launch.securityGroupIds.find((id) => !account.securityGroups.some((one) => one.id === id));
  if (group !== undefined)
    return refused("InvalidGroup.NotFound", `The security group '${group}' does not exist`);
  if (!account.images.some((one) => one.id === imageId))
    return refused("InvalidAMIID.NotFound", `The image id '[${imageId}]' does not exist`);
  if (keyName !== undefined && !account.keyPairs.some((one) => one.name === keyName))
    return refused("InvalidKeyPair.NotFound", `The key pair '${keyName}' does not exist`);
  return undefined;
}
