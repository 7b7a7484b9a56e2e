import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { type PropertyReader, readProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { PROGRESS_RETRY_MS, VOLUME_DURATIONS } from "../durations.ts";
import type { FsxInput, Volume } from "../shapes.ts";
import { compressionOf, nfsExportsOf, quotasOf } from "./fileSystemProperties.ts";
import { definedMembers, refuseOthers } from "./propertyWords.ts";
import { enumText } from "../../../cloudformation/enumText.ts";
import { syncTags } from "./syncTags.ts";

type Configuration = NonNullable<FsxInput<"CreateVolume">["OpenZFSConfiguration"]>;

const TYPE = "AWS::FSx::Volume";
const KNOWN = new Set(["Name", "VolumeType", "OpenZFSConfiguration", "Tags"]);

export const volumeResource: ResourceProvider = {
  type: TYPE,
  durations: VOLUME_DURATIONS,
  create(properties, context) {
    const read = readProperties(properties);
    refuseOthers(TYPE, read, KNOWN);
    const { Volume: volume } = context.call("fsx", "CreateVolume", {
      Name: read.text("Name"),
      VolumeType: enumText(read, "VolumeType", ["ONTAP", "OPENZFS"]) ?? "OPENZFS",
      OpenZFSConfiguration: configurationOf(read.object("OpenZFSConfiguration")),
      Tags: resourceTags(properties, context.stackTags),
    });
    return { physicalId: volume?.VolumeId ?? "" };
  },
  progress: (physicalId, _properties, context) =>
    volumeAt(physicalId, context)?.Lifecycle === "AVAILABLE"
      ? { status: "done" }
      : { status: "pending", retryAfterMs: PROGRESS_RETRY_MS },
  read(physicalId, _properties, context) {
    const ResourceARN = volumeAt(physicalId, context)?.ResourceARN ?? "";
    return { ref: physicalId, attributes: { VolumeId: physicalId, ResourceARN } };
  },
  update(physicalId, { before, after, changed }, context) {
    const configuration = configurationOf(readProperties(after).object("OpenZFSConfiguration"));
    const { ParentVolumeId: _parent, CopyTagsToSnapshots: _copy, ...changeable } = configuration;
    if (changed.includes("OpenZFSConfiguration"))
      context.call("fsx", "UpdateVolume", { VolumeId: physicalId, OpenZFSConfiguration: changeable });
    const arn = volumeAt(physicalId, context)?.ResourceARN ?? "";
    if (changed.includes("Tags")) syncTags(arn, before, after, context);
  },
  replaces: ({ changed }) => changed.includes("Name"),
  delete(physicalId, _properties, context) {
    if (volumeAt(physicalId, context) === undefined) return;
    context.call("fsx", "DeleteVolume", { VolumeId: physicalId });
  },
  deleteProgress: (physicalId, context) =>
    volumeAt(physicalId, context) === undefined
      ? { status: "done" }
      : { status: "pending", retryAfterMs: PROGRESS_RETRY_MS },
};

function configurationOf(read: PropertyReader | undefined): Configuration {
  return definedMembers<Configuration>({
    ParentVolumeId: read?.text("ParentVolumeId"),
    StorageCapacityReservationGiB: read?.number("StorageCapacityReservationGiB"),
    StorageCapacityQuotaGiB: read?.number("StorageCapacityQuotaGiB"),
    RecordSizeKiB: read?.number("RecordSizeKiB"),
    DataCompressionType: read === undefined ? undefined : compressionOf(read),
    CopyTagsToSnapshots: read?.boolean("CopyTagsToSnapshots"),
    ReadOnly: read?.boolean("ReadOnly"),
    NfsExports: read === undefined ? undefined : nfsExportsOf(read),
    UserAndGroupQuotas: read === undefined ? undefined : quotasOf(read),
  });
}

function volumeAt(id: string, context: ResourceContext): Volume | undefined {
  try {
    return context.call("fsx", "DescribeVolumes", { VolumeIds: [id] }).Volumes?.[0];
  } catch (error) {
    if (error instanceof AwsError && error.code === "VolumeNotFound") return undefined;
    throw error;
  }
}
