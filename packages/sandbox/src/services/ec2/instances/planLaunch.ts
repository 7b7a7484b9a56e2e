import type { RunInstancesRequest } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { imageOf } from "../images/images.ts";
import { launchedImageId } from "../images/launchedImageId.ts";
import type { ImageRecord } from "../images/officialImages.ts";
import { keyPairNamed } from "../keypairs/keyPairs.ts";
import { placementGroupNamed } from "../placement/placementGroups.ts";
import { invalidValue, oneOf, required } from "../requests/parameters.ts";
import { checkTags, limitTags, mergeTags } from "../requests/tags.ts";
import type { StoredTag } from "../state/Ec2State.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { InstanceType } from "@trainyard/core";
import { instanceTypeRow, zonesOffering } from "../types/instanceTypeTable.ts";
import type { MetadataRecord } from "./InstanceRecord.ts";
import { cpuCreditsOf } from "./cpuCredits.ts";
import { profileOf } from "./instanceProfile.ts";
import type { LaunchInput } from "./LaunchInput.ts";
import type { CapacityRequest, LaunchPlan, LaunchTags } from "./LaunchPlan.ts";
import { planInterfaces } from "./planInterfaces.ts";
import { planVolumes } from "./planVolumes.ts";

const LARGEST_USER_DATA_BYTES = 16_384;

/** Checks all that a launch says, in EC2's words; capacity, quota and free addresses are looked at afterwards. */
export function planLaunch(context: CallContext, input: LaunchInput): LaunchPlan {
  const image = imageOf(context, launchedImageId(context, required(input.ImageId, "ImageId")));
  const type = typeOf(required(input.InstanceType, "InstanceType"));
  if (!type.architectures.includes(image.architecture)) throw wrongArchitecture(type, image);
  if (input.KeyName !== undefined) keyPairNamed(context, input.KeyName);
  const interfaces = planInterfaces(context, input, type);
  const subnet = interfaces[0]?.subnet;
  if (subnet === undefined) throw invalidValue("A launch needs a network interface.");
  checkZone(context, type, subnet.zoneName);
  const tenancy = oneOf(input.Placement?.Tenancy ?? "default", ["default", "dedicated"], "tenancy");
  return {
    type,
    image,
    keyName: input.KeyName,
    subnet,
    interfaces,
    volumes: planVolumes(context, image, input.BlockDeviceMappings),
    capacity: capacityRequest(input, { type, zoneName: subnet.zoneName, tenancy, image }),
    placementGroup: placementGroupOf(context, input.Placement?.GroupName),
    partition: input.Placement?.PartitionNumber,
    tenancy,
    profile: profileOf(context, input.IamInstanceProfile),
    userData: userDataOf(input.UserData),
    tags: tagsByType(context, input),
    ...processorOf(input, type),
    ...behaviourOf(input),
    metadata: metadataOf(context, input.MetadataOptions),
    hostnameType: oneOf(
      input.PrivateDnsNameOptions?.HostnameType ?? subnet.hostnameType,
      ["ip-name", "resource-name"],
      "hostnameType",
    ),
  };
}

/** ParallelCluster's templates hold an empty placement, which means none. */
function placementGroupOf(context: CallContext, name: string | undefined): LaunchPlan["placementGroup"] {
  return name === undefined || name === "" ? undefined : placementGroupNamed(context, name);
}

function processorOf(
  input: LaunchInput,
  type: InstanceType,
): Pick<LaunchPlan, "cores" | "threadsPerCore" | "cpuCredits" | "ebsOptimized" | "monitoring"> {
  return {
    cpuCredits: cpuCreditsOf(type.instanceType, input.CreditSpecification?.CpuCredits),
    cores: input.CpuOptions?.CoreCount ?? type.cores,
    threadsPerCore: input.CpuOptions?.ThreadsPerCore ?? type.threadsPerCore,
    ebsOptimized: input.EbsOptimized ?? false,
    monitoring: input.Monitoring?.Enabled ?? false,
  };
}

function behaviourOf(
  input: LaunchInput,
): Pick<LaunchPlan, "shutdownBehavior" | "terminationProtection" | "stopProtection"> {
  return {
    shutdownBehavior: oneOf(
      input.InstanceInitiatedShutdownBehavior ?? "stop",
      ["stop", "terminate"],
      "instanceInitiatedShutdownBehavior",
    ),
    terminationProtection: input.DisableApiTermination ?? false,
    stopProtection: input.DisableApiStop ?? false,
  };
}

function typeOf(name: string): InstanceType {
  const row = instanceTypeRow(name);
  if (row !== undefined) return row;
  throw invalidValue(`Invalid value '${name}' for InstanceType.`);
}

function wrongArchitecture(type: InstanceType, image: ImageRecord): AwsError {
  return invalidValue(
    `The architecture '${type.architectures.join(",")}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
  );
}

function checkZone(context: CallContext, type: InstanceType, zoneName: string): void {
  const zones = zonesOffering(context.region, type.instanceType);
  if (zones.includes(zoneName)) return;
  const advice =
    zones.length === 0
      ? ""
      : ` Please retry your request by not specifying an Availability Zone or choosing ${zones.join(", ")}.`;
  throw new AwsError(
    "Unsupported",
    `Your requested instance type (${type.instanceType}) is not supported in your requested Availability Zone (${zoneName}).${advice}`,
  );
}

function capacityRequest(
  input: LaunchInput,
  known: { type: InstanceType; zoneName: string; tenancy: string; image: ImageRecord },
): CapacityRequest {
  const specification = input.CapacityReservationSpecification;
  const target = specification?.CapacityReservationTarget;
  const marketType = input.InstanceMarketOptions?.MarketType;
  return {
    instanceType: known.type.instanceType,
    zoneName: known.zoneName,
    tenancy: known.tenancy,
    platform: known.image.platformDetails,
    market:
      marketType === undefined ? "on-demand" : oneOf(marketType, ["spot", "capacity-block"], "marketType"),
    preference:
      specification?.CapacityReservationPreference === undefined
        ? undefined
        : oneOf(
            specification.CapacityReservationPreference,
            ["open", "none", "capacity-reservations-only"],
            "capacityReservationPreference",
          ),
    targetId: target?.CapacityReservationId,
    targetGroupArn: target?.CapacityReservationResourceGroupArn,
  };
}

/** Base64 as it was sent. */
function userDataOf(userData: string | undefined): string {
  if (userData === undefined) return "";
  const bytes = Buffer.from(userData, "base64");
  if (bytes.toString("base64").replaceAll("=", "") !== userData.replaceAll(/[\s=]/g, ""))
    throw new AwsError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  if (bytes.length > LARGEST_USER_DATA_BYTES)
    throw invalidValue(`User data is limited to ${LARGEST_USER_DATA_BYTES} bytes`);
  return userData;
}

function tagsByType(context: CallContext, input: LaunchInput): LaunchTags {
  const tags = { instance: [], volume: [], "network-interface": [], "spot-instances-request": [] };
  const byType: Record<string, StoredTag[]> = tags;
  for (const { ResourceType = "", Tags } of input.TagSpecifications ?? []) {
    const present = Object.hasOwn(byType, ResourceType) ? byType[ResourceType] : undefined;
    if (present === undefined)
      throw invalidValue(`'${ResourceType}' is not a valid taggable resource type for this operation.`);
    byType[ResourceType] = limitTags(mergeTags(present, checkTags(Tags, context)));
  }
  return {
    instance: byType["instance"] ?? [],
    volume: byType["volume"] ?? [],
    networkInterface: byType["network-interface"] ?? [],
  };
}

function metadataOf(context: CallContext, options: RunInstancesRequest["MetadataOptions"]): MetadataRecord {
  const defaults = ec2State(context).account.metadataDefaults;
  const onOff = ["enabled", "disabled"] as const;
  return {
    httpTokens: oneOf(
      options?.HttpTokens ?? defaults.httpTokens ?? "optional",
      ["optional", "required"],
      "httpTokens",
    ),
    httpPutResponseHopLimit: options?.HttpPutResponseHopLimit ?? defaults.httpPutResponseHopLimit ?? 1,
    httpEndpoint: oneOf(options?.HttpEndpoint ?? defaults.httpEndpoint ?? "enabled", onOff, "httpEndpoint"),
    httpProtocolIpv6: oneOf(options?.HttpProtocolIpv6 ?? "disabled", onOff, "httpProtocolIpv6"),
    instanceMetadataTags: oneOf(
      options?.InstanceMetadataTags ?? defaults.instanceMetadataTags ?? "disabled",
      onOff,
      "instanceMetadataTags",
    ),
  };
}
