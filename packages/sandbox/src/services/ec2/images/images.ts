import type { Image } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { usageOperation } from "../instances/describeInstance.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { list, type Listing } from "../requests/listing.ts";
import { missing, resourceKinds } from "../requests/resourceKinds.ts";
import { officialImage, officialImages, type ImageRecord } from "./officialImages.ts";

export const imageOperations = defineOperations<"ec2">()({
  DescribeImages: {
    members: [
      "DryRun",
      "ExecutableUsers",
      "Filters",
      "ImageIds",
      "IncludeDeprecated",
      "IncludeDisabled",
      "MaxResults",
      "NextToken",
      "Owners",
    ],
    run(input, context) {
      const page = list(listing(visibleImages(input, context)), { ...input, ids: input.ImageIds });
      return { Images: page.items.map(describe), NextToken: page.nextToken };
    },
  },
});

/** @throws {AwsError} `InvalidAMIID.NotFound`, `InvalidAMIID.Malformed` */
export function imageOf(context: RegionContext, id: string): ImageRecord {
  const image = officialImage(context, id);
  if (image !== undefined) return image;
  throw missing([id], resourceKinds.image);
}

interface ImageQuestion {
  readonly ImageIds?: readonly string[] | undefined;
  readonly IncludeDeprecated?: boolean | undefined;
  readonly Owners?: readonly string[] | undefined;
  readonly ExecutableUsers?: readonly string[] | undefined;
}

/** Images asked for by id are shown whatever their age. */
function visibleImages(
  { ImageIds = [], IncludeDeprecated, Owners = [], ExecutableUsers = [] }: ImageQuestion,
  context: RegionContext,
): Readonly<Record<string, ImageRecord>> {
  const nowMs = context.clock.nowMs();
  const visible = Object.values(officialImages(context))
    .filter((image) => ImageIds.length > 0 || IncludeDeprecated === true || image.deprecatedMs > nowMs)
    .filter((image) => Owners.length === 0 || Owners.some((owner) => isOwner(image, owner)))
    .filter(() => ExecutableUsers.length === 0 || ExecutableUsers.includes("all"));
  return Object.fromEntries(visible.map((image) => [image.id, image]));
}

function isOwner(image: ImageRecord, owner: string): boolean {
  return owner === image.ownerId || (owner === "amazon" && image.ownerAlias === "amazon");
}

function describe(image: ImageRecord): Image {
  return {
    Architecture: image.architecture,
    BlockDeviceMappings: [
      {
        DeviceName: image.rootDeviceName,
        Ebs: {
          DeleteOnTermination: true,
          Encrypted: false,
          SnapshotId: image.snapshotId,
          VolumeSize: image.sizeGiB,
          VolumeType: "gp3",
          Iops: 3000,
          Throughput: 125,
        },
      },
    ],
    CreationDate: new Date(image.createdMs).toISOString(),
    DeprecationTime: new Date(image.deprecatedMs).toISOString(),
    Description: image.description,
    EnaSupport: true,
    Hypervisor: "xen",
    ImageId: image.id,
    ImageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    ...(image.ownerAlias === undefined ? {} : { ImageOwnerAlias: image.ownerAlias }),
    ImageType: "machine",
    Name: image.name,
    OwnerId: image.ownerId,
    PlatformDetails: image.platformDetails,
    Public: true,
    RootDeviceName: image.rootDeviceName,
    RootDeviceType: "ebs",
    SriovNetSupport: "simple",
    State: "available",
    Tags: [],
    UsageOperation: usageOperation(image.platformDetails),
    VirtualizationType: "hvm",
    BootMode: image.architecture === "arm64" ? "uefi" : "uefi-preferred",
    DeregistrationProtection: "disabled",
  };
}

function listing(items: Readonly<Record<string, ImageRecord>>): Listing<ImageRecord> {
  return {
    kind: resourceKinds.image,
    items,
    idOf: (image) => image.id,
    tagsOf: () => [],
    leastResults: 1,
    fields: {
      architecture: (image) => image.architecture,
      "block-device-mapping.device-name": (image) => image.rootDeviceName,
      "block-device-mapping.volume-size": (image) => image.sizeGiB,
      "creation-date": (image) => new Date(image.createdMs).toISOString(),
      description: (image) => image.description,
      "ena-support": () => true,
      hypervisor: () => "xen",
      "image-id": (image) => image.id,
      "image-type": () => "machine",
      "is-public": () => true,
      name: (image) => image.name,
      "owner-alias": (image) => image.ownerAlias,
      "owner-id": (image) => image.ownerId,
      "platform-details": (image) => image.platformDetails,
      "root-device-name": (image) => image.rootDeviceName,
      "root-device-type": () => "ebs",
      state: () => "available",
      "virtualization-type": () => "hvm",
    },
  };
}
