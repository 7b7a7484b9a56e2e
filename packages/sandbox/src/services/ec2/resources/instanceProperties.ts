import type {
  BlockDeviceMapping,
  InstanceNetworkInterfaceSpecification,
  TagSpecification,
  VolumeType,
} from "@aws-sdk/client-ec2";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { InputOf } from "../../../kernel/serviceModels.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, resourceTags, type PropertyReader } from "../../../kernel/readProperties.ts";

type RunInput = InputOf<"ec2", "RunInstances">;

export const INSTANCE_PROPERTIES = [
  "AvailabilityZone",
  "BlockDeviceMappings",
  "CpuOptions",
  "CreditSpecification",
  "DisableApiTermination",
  "EbsOptimized",
  "IamInstanceProfile",
  "ImageId",
  "InstanceInitiatedShutdownBehavior",
  "InstanceType",
  "KeyName",
  "LaunchTemplate",
  "MetadataOptions",
  "Monitoring",
  "NetworkInterfaces",
  "PlacementGroupName",
  "PrivateDnsNameOptions",
  "PrivateIpAddress",
  "PropagateTagsToVolumeOnCreation",
  "SecurityGroupIds",
  "SecurityGroups",
  "SourceDestCheck",
  "SubnetId",
  "Tags",
  "Tenancy",
  "UserData",
  "Volumes",
] as const;

/** What RunInstances is asked for a resource of a template. */
export function runInputOf(properties: JsonObject, context: ResourceContext): RunInput {
  const read = readProperties(properties);
  const profile = read.text("IamInstanceProfile");
  const monitoring = read.boolean("Monitoring");
  const input = {
    MinCount: 1,
    MaxCount: 1,
    BlockDeviceMappings: whenSome(read.objects("BlockDeviceMappings").map(blockDevice)),
    CpuOptions: cpuOptions(read.object("CpuOptions")),
    CreditSpecification: creditSpecification(read),
    DisableApiTermination: read.boolean("DisableApiTermination"),
    EbsOptimized: read.boolean("EbsOptimized"),
    IamInstanceProfile: profile === undefined ? undefined : { Name: profile },
    ImageId: read.text("ImageId"),
    InstanceInitiatedShutdownBehavior: read.text("InstanceInitiatedShutdownBehavior"),
    InstanceType: read.text("InstanceType"),
    KeyName: read.text("KeyName"),
    LaunchTemplate: launchTemplate(read.object("LaunchTemplate")),
    MetadataOptions: metadataOptions(read.object("MetadataOptions")),
    Monitoring: monitoring === undefined ? undefined : { Enabled: monitoring },
    NetworkInterfaces: whenSome(read.objects("NetworkInterfaces").map(networkInterface)),
    Placement: placement(read),
    PrivateIpAddress: read.text("PrivateIpAddress"),
    SecurityGroupIds: read.texts("SecurityGroupIds"),
    SecurityGroups: read.texts("SecurityGroups"),
    SubnetId: read.text("SubnetId"),
    TagSpecifications: tags(properties, context),
    UserData: read.text("UserData"),
  };
  // EC2 checks the enumerations among them in its own words
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return input as RunInput;
}

export function metadataOptions(read: PropertyReader | undefined): RunInput["MetadataOptions"] {
  if (read === undefined) return undefined;
  const options = {
    HttpTokens: read.text("HttpTokens"),
    HttpEndpoint: read.text("HttpEndpoint"),
    HttpPutResponseHopLimit: read.number("HttpPutResponseHopLimit"),
    HttpProtocolIpv6: read.text("HttpProtocolIpv6"),
    InstanceMetadataTags: read.text("InstanceMetadataTags"),
  };
  // EC2 checks the enumerations among them in its own words
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return options as NonNullable<RunInput["MetadataOptions"]>;
}

/** Volumes get the instance's tags when the template says so, those of AWS left out. */
function tags(properties: JsonObject, context: ResourceContext): TagSpecification[] | undefined {
  const Tags = resourceTags(properties, context.stackTags);
  if (Tags.length === 0) return undefined;
  const isPropagated = readProperties(properties).boolean("PropagateTagsToVolumeOnCreation") === true;
  const own = Tags.filter((tag) => !tag.Key.startsWith("aws:"));
  return [
    { ResourceType: "instance", Tags },
    ...(isPropagated && own.length > 0 ? [{ ResourceType: "volume" as const, Tags: own }] : []),
  ];
}

function blockDevice(read: PropertyReader): BlockDeviceMapping {
  const ebs = read.object("Ebs");
  return {
    DeviceName: read.text("DeviceName"),
    VirtualName: read.text("VirtualName"),
    ...(ebs === undefined
      ? {}
      : {
          Ebs: {
            DeleteOnTermination: ebs.boolean("DeleteOnTermination"),
            Encrypted: ebs.boolean("Encrypted"),
            Iops: ebs.number("Iops"),
            KmsKeyId: ebs.text("KmsKeyId"),
            SnapshotId: ebs.text("SnapshotId"),
            VolumeSize: ebs.number("VolumeSize"),
            // EC2 checks the enumeration in its own words
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion
            VolumeType: ebs.text("VolumeType") as VolumeType | undefined,
          },
        }),
  };
}

function networkInterface(read: PropertyReader): InstanceNetworkInterfaceSpecification {
  return {
    AssociatePublicIpAddress: read.boolean("AssociatePublicIpAddress"),
    DeleteOnTermination: read.boolean("DeleteOnTermination"),
    Description: read.text("Description"),
    DeviceIndex: read.number("DeviceIndex"),
    Groups: read.texts("GroupSet"),
    NetworkInterfaceId: read.text("NetworkInterfaceId"),
    PrivateIpAddress: read.text("PrivateIpAddress"),
    SubnetId: read.text("SubnetId"),
  };
}

export function creditSpecification(read: PropertyReader): { CpuCredits: string } | undefined {
  const CpuCredits = read.object("CreditSpecification")?.text("CPUCredits");
  return CpuCredits === undefined ? undefined : { CpuCredits };
}

function cpuOptions(read: PropertyReader | undefined): RunInput["CpuOptions"] {
  return read === undefined
    ? undefined
    : { CoreCount: read.number("CoreCount"), ThreadsPerCore: read.number("ThreadsPerCore") };
}

function launchTemplate(read: PropertyReader | undefined): RunInput["LaunchTemplate"] {
  if (read === undefined) return undefined;
  return {
    LaunchTemplateId: read.text("LaunchTemplateId"),
    LaunchTemplateName: read.text("LaunchTemplateName"),
    Version: read.text("Version"),
  };
}

function placement(read: PropertyReader): RunInput["Placement"] {
  const group = read.text("PlacementGroupName");
  const zone = read.text("AvailabilityZone");
  const tenancy = read.text("Tenancy");
  if (group === undefined && zone === undefined && tenancy === undefined) return undefined;
  return {
    ...(group === undefined ? {} : { GroupName: group }),
    ...(zone === undefined ? {} : { AvailabilityZone: zone }),
    ...(tenancy === "dedicated" ? { Tenancy: "dedicated" } : {}),
  };
}

function whenSome<Item>(items: Item[]): Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
