import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations, type TimerHandler } from "../../../kernel/ServiceModule.ts";
import { ec2Durations } from "../durations.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { oncePerToken } from "../requests/clientToken.ts";
import { list, type Listing } from "../requests/listing.ts";
import { invalidValue, refuseDryRun, required } from "../requests/parameters.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { attachmentAnswer, describeVolume } from "./describeVolume.ts";
import type { VolumeRecord } from "./VolumeRecords.ts";
import { volumeShape } from "./volumeShape.ts";

interface VolumeInput {
  readonly AvailabilityZone?: string | undefined;
  readonly AvailabilityZoneId?: string | undefined;
  readonly Encrypted?: boolean | undefined;
  readonly Iops?: number | undefined;
  readonly KmsKeyId?: string | undefined;
  readonly Size?: number | undefined;
  readonly SnapshotId?: string | undefined;
  readonly Throughput?: number | undefined;
  readonly VolumeType?: string | undefined;
}

export const volumeOperations = defineOperations<"ec2">()({
  CreateVolume: {
    members: [
      "AvailabilityZone",
      "AvailabilityZoneId",
      "ClientToken",
      "DryRun",
      "Encrypted",
      "Iops",
      "KmsKeyId",
      "Size",
      "SnapshotId",
      "TagSpecifications",
      "Throughput",
      "VolumeType",
    ],
    run(input, context) {
      const id = oncePerToken("CreateVolume", input, context, () => {
        const volume = planVolume(context, input);
        const tags = tagsFor(resourceKinds.volume, input.TagSpecifications, context);
        refuseDryRun(input.DryRun);
        const record = { ...volume, id: context.ids.resourceId("vol") };
        ec2State(context).volumes[record.id] = record;
        putTags(context, record.id, tags);
        context.clock.schedule({
          kind: "ec2.volume-available",
          region: context.region,
          payload: record.id,
          afterMs: ec2Durations.volumeCreationMs,
        });
        return record.id;
      });
      const volume = describeVolume(volumeOf(context, id), context);
      return { ...volume };
    },
  },
  DescribeVolumes: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "VolumeIds"],
    run(input, context) {
      const page = list(listing(context), { ...input, ids: input.VolumeIds });
      return {
        Volumes: page.items.map((volume) => describeVolume(volume, context)),
        NextToken: page.nextToken,
      };
    },
  },
  ModifyVolume: {
    members: ["DryRun", "Iops", "Size", "Throughput", "VolumeId", "VolumeType"],
    run(input, context) {
      const volume = volumeOf(context, input.VolumeId);
      if (input.Size !== undefined && input.Size < volume.sizeGiB)
        throw invalidValue("New size cannot be smaller than existing size");
      const isSameType = input.VolumeType === undefined || input.VolumeType === volume.type;
      const shape = volumeShape({
        type: input.VolumeType ?? volume.type,
        sizeGiB: input.Size ?? volume.sizeGiB,
        iops: input.Iops ?? (isSameType && volume.type !== "gp2" ? volume.iops : undefined),
        throughputMiBps: input.Throughput ?? (isSameType ? volume.throughputMiBps : undefined),
      });
      refuseDryRun(input.DryRun);
      delete volume.iops;
      delete volume.throughputMiBps;
      Object.assign(volume, shape);
      return {
        VolumeModification: {
          VolumeId: volume.id,
          ModificationState: "completed",
          TargetSize: volume.sizeGiB,
          TargetVolumeType: volume.type,
          TargetIops: volume.iops,
          TargetThroughput: volume.throughputMiBps,
          Progress: 100,
          StartTime: new Date(context.clock.nowMs()),
          EndTime: new Date(context.clock.nowMs()),
        },
      };
    },
  },
  DeleteVolume: {
    members: ["DryRun", "VolumeId"],
    run(input, context) {
      const volume = volumeOf(context, input.VolumeId);
      if (volume.attachment !== undefined)
        throw new AwsError(
          "VolumeInUse",
          `Volume ${volume.id} is currently attached to ${volume.attachment.instanceId}`,
        );
      refuseDryRun(input.DryRun);
      removeVolume(context, volume.id);
      return {};
    },
  },
  AttachVolume: {
    members: ["Device", "DryRun", "InstanceId", "VolumeId"],
    run(input, context) {
      const volume = volumeOf(context, input.VolumeId);
      const instance = find(
        ec2State(context).instances,
        required(input.InstanceId, "instanceId"),
        resourceKinds.instance,
      );
      const device = required(input.Device, "device");
      if (volume.state !== "available")
        throw new AwsError(
          volume.state === "in-use" ? "VolumeInUse" : "IncorrectState",
          volume.state === "in-use"
            ? `${volume.id} is already attached to an instance`
            : `${volume.id} is not 'available'.`,
        );
      if (volume.zoneName !== instance.zoneName)
        throw new AwsError(
          "InvalidVolume.ZoneMismatch",
          `The volume '${volume.id}' is not in the same availability zone as instance '${instance.id}'`,
        );
      if (instance.volumes.some((each) => each.device === device))
        throw invalidValue(
          `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`,
        );
      refuseDryRun(input.DryRun);
      attachVolume(context, volume, { instanceId: instance.id, device, deleteOnTermination: false });
      instance.volumes.push({ device, volumeId: volume.id });
      return attachmentAnswer(volume);
    },
  },
  DetachVolume: {
    members: ["Device", "DryRun", "Force", "InstanceId", "VolumeId"],
    run(input, context) {
      const volume = volumeOf(context, input.VolumeId);
      if (volume.attachment === undefined)
        throw new AwsError("IncorrectState", `Volume '${volume.id}' is in the 'available' state.`);
      refuseDryRun(input.DryRun);
      const answer = attachmentAnswer(volume);
      const instance = lookUp(ec2State(context).instances, volume.attachment.instanceId);
      if (instance !== undefined)
        instance.volumes = instance.volumes.filter((each) => each.volumeId !== volume.id);
      detachVolume(volume);
      return { ...answer, State: "detaching" };
    },
  },
});

export const volumeTimers: Readonly<Record<string, TimerHandler>> = {
  "ec2.volume-available": (id, context) => {
    const volume = typeof id === "string" ? lookUp(ec2State(context).volumes, id) : undefined;
    if (volume?.state === "creating") volume.state = "available";
  },
};

/** @throws {AwsError} `MissingParameter`, `InvalidVolume.NotFound` */
export function volumeOf(context: RegionContext, id: string | undefined): VolumeRecord {
  return find(ec2State(context).volumes, required(id, "volumeId"), resourceKinds.volume);
}

export function attachVolume(
  context: RegionContext,
  volume: VolumeRecord,
  place: { readonly instanceId: string; readonly device: string; readonly deleteOnTermination: boolean },
): void {
  volume.state = "in-use";
  volume.attachment = { ...place, attachedMs: context.clock.nowMs() };
}

export function detachVolume(volume: VolumeRecord): void {
  volume.state = "available";
  delete volume.attachment;
}

export function removeVolume(context: RegionContext, id: string): void {
  delete ec2State(context).volumes[id];
  dropTags(context, id);
}

/** The account's choice of encryption applies to what does not say. */
export function encryptionOf(
  context: RegionContext,
  request: { readonly encrypted: boolean | undefined; readonly kmsKeyId: string | undefined },
): Pick<VolumeRecord, "encrypted" | "kmsKeyId"> {
  const { account } = ec2State(context);
  const encrypted = account.ebsEncryptionByDefault || request.encrypted === true;
  if (request.kmsKeyId !== undefined && !encrypted)
    throw new AwsError(
      "InvalidParameterDependency",
      "The parameter KmsKeyId requires the parameter Encrypted to be set.",
    );
  if (!encrypted) return { encrypted };
  const { partition } = regionNamed(context.region);
  const key = request.kmsKeyId ?? account.ebsDefaultKmsKeyId;
  const path = key.startsWith("alias/") ? key : `key/${key}`;
  return {
    encrypted,
    kmsKeyId: key.startsWith("arn:")
      ? key
      : `arn:${partition}:kms:${context.region}:${context.accountId}:${path}`,
  };
}

function planVolume(context: CallContext, input: VolumeInput): Omit<VolumeRecord, "id"> {
  const zone = regionNamed(context.region).zones.find(
    (each) => each.name === input.AvailabilityZone || each.id === input.AvailabilityZoneId,
  );
  if (zone === undefined)
    throw new AwsError(
      "InvalidZone.NotFound",
      `The zone '${required(input.AvailabilityZone ?? input.AvailabilityZoneId, "availabilityZone")}' does not exist.`,
    );
  const { snapshots } = ec2State(context);
  const snapshot =
    input.SnapshotId === undefined ? undefined : find(snapshots, input.SnapshotId, resourceKinds.snapshot);
  const sizeGiB = input.Size ?? snapshot?.sizeGiB;
  if (sizeGiB === undefined)
    throw new AwsError("MissingParameter", "The request must contain the parameter size/snapshot");
  if (snapshot !== undefined && sizeGiB < snapshot.sizeGiB)
    throw invalidValue(
      `Volume of size ${sizeGiB}GB is smaller than snapshot '${snapshot.id}', expect size >= ${snapshot.sizeGiB}GB`,
    );
  return {
    zoneName: zone.name,
    zoneId: zone.id,
    createdMs: context.clock.nowMs(),
    ...encryptionOf(context, { encrypted: input.Encrypted ?? snapshot?.encrypted, kmsKeyId: input.KmsKeyId }),
    ...(snapshot === undefined ? {} : { snapshotId: snapshot.id }),
    ...volumeShape({
      type: input.VolumeType,
      sizeGiB,
      iops: input.Iops,
      throughputMiBps: input.Throughput,
    }),
    state: "creating",
  };
}

function listing(context: RegionContext): Listing<VolumeRecord> {
  return {
    kind: resourceKinds.volume,
    items: ec2State(context).volumes,
    idOf: (volume) => volume.id,
    tagsOf: (volume) => tagsOf(context, volume.id),
    idsParameter: "volumeSet",
    fields: {
      "attachment.delete-on-termination": (volume) => volume.attachment?.deleteOnTermination,
      "attachment.device": (volume) => volume.attachment?.device,
      "attachment.instance-id": (volume) => volume.attachment?.instanceId,
      "attachment.status": (volume) => (volume.attachment === undefined ? undefined : "attached"),
      "availability-zone": (volume) => volume.zoneName,
      "availability-zone-id": (volume) => volume.zoneId,
      "create-time": (volume) => new Date(volume.createdMs).toISOString(),
      encrypted: (volume) => volume.encrypted,
      size: (volume) => volume.sizeGiB,
      "snapshot-id": (volume) => volume.snapshotId,
      status: (volume) => volume.state,
      "volume-id": (volume) => volume.id,
      "volume-type": (volume) => volume.type,
    },
  };
}
