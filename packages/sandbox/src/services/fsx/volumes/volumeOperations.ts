import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../../kernel/NameTable.ts";
import { defineOperations, type TimerHandler } from "../../../kernel/ServiceModule.ts";
import { fsxArn } from "../arn.ts";
import { VOLUME_CREATE_MS, VOLUME_DELETE_MS } from "../durations.ts";
import { badRequest, enumMember, fsxError, notModelled } from "../errors.ts";
import { fileSystemDirectory } from "../fileSystemDirectory.ts";
import { fileSystemOf } from "../fileSystems/fileSystemOf.ts";
import { fsxStore, type VolumeRecord } from "../FsxState.ts";
import { filtered, pageOf } from "../listing.ts";
import type { FsxInput, FsxOutput, OpenZfsVolumeConfiguration, Volume } from "../shapes.ts";
import { checkedTags } from "../tags.ts";
import { isRootVolume } from "./rootVolume.ts";

/** Volumes of OpenZFS. */
export const volumeOperations = defineOperations<"fsx">()({
  DescribeVolumes: { members: ["VolumeIds", "Filters", "MaxResults", "NextToken"], run: describeVolumes },
  CreateVolume: {
    members: ["ClientRequestToken", "VolumeType", "Name", "Tags", "OpenZFSConfiguration"],
    run: createVolume,
  },
  UpdateVolume: {
    members: ["ClientRequestToken", "VolumeId", "Name", "OpenZFSConfiguration"],
    run: updateVolume,
  },
  DeleteVolume: { members: ["ClientRequestToken", "VolumeId", "OpenZFSConfiguration"], run: deleteVolume },
});

export const volumeTimers: Readonly<Record<string, TimerHandler>> = {
  "fsx.volume-created": (payload, context) => {
    const volume = findNamed(context.store(fsxStore).volumes, volumeIdOf(payload));
    if (volume?.lifecycle !== "CREATING") return;
    volume.lifecycle = "AVAILABLE";
    mkdirSync(volumeDirectory(volume, context), { recursive: true });
  },
  "fsx.volume-deleted": (payload, context) => {
    const volume = findNamed(context.store(fsxStore).volumes, volumeIdOf(payload));
    if (volume === undefined) return;
    removeNamed(context.store(fsxStore).volumes, volume.id);
    rmSync(volumeDirectory(volume, context), { recursive: true, force: true });
  },
};

function describeVolumes(
  input: FsxInput<"DescribeVolumes">,
  context: CallContext,
): FsxOutput<"DescribeVolumes"> {
  const ids = input.VolumeIds ?? [];
  const all =
    ids.length === 0 ? listNamed(context.store(fsxStore).volumes) : ids.map((id) => volumeOf(context, id));
  const chosen = filtered(all, input.Filters, {
    "file-system-id": (volume) => volume.fileSystemId,
    "storage-virtual-machine-id": () => "",
  });
  const page = pageOf(chosen, input);
  return {
    Volumes: page.items.map((volume) => describeVolume(volume, context)),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
}

function createVolume(input: FsxInput<"CreateVolume">, context: CallContext): FsxOutput<"CreateVolume"> {
  if (enumMember(input.VolumeType, "volumeType", ["ONTAP", "OPENZFS"]) !== "OPENZFS")
    throw notModelled("The volume type ONTAP");
  const given = input.OpenZFSConfiguration;
  if (given === undefined) throw badRequest("OpenZFSConfiguration is required for OPENZFS volumes.");
  if (given.OriginSnapshot !== undefined) throw notModelled("OriginSnapshot");
  const parent = volumeOf(context, given.ParentVolumeId);
  if (fileSystemOf(context, parent.fileSystemId).lifecycle !== "AVAILABLE")
    throw badRequest(`The file system ${parent.fileSystemId} is not available.`);
  const name = checkedName(input.Name, parent, context);
  const volume: VolumeRecord = {
    id: context.ids.resourceId("fsvol"),
    fileSystemId: parent.fileSystemId,
    name,
    creationMs: context.clock.nowMs(),
    lifecycle: "CREATING",
    configuration: childConfiguration(given, parent, name),
    tags: checkedTags(input.Tags),
  };
  putNamed(context.store(fsxStore).volumes, volume.id, volume);
  schedule(context, "fsx.volume-created", volume.id, VOLUME_CREATE_MS);
  return { Volume: describeVolume(volume, context) };
}

function updateVolume(input: FsxInput<"UpdateVolume">, context: CallContext): FsxOutput<"UpdateVolume"> {
  const volume = volumeOf(context, input.VolumeId);
  if (input.Name !== undefined && input.Name !== volume.name) throw notModelled("A new name of a volume");
  if (volume.lifecycle !== "AVAILABLE") throw badRequest(`The volume ${volume.id} is not available.`);
  volume.configuration = { ...volume.configuration, ...input.OpenZFSConfiguration };
  return { Volume: describeVolume(volume, context) };
}

function deleteVolume(input: FsxInput<"DeleteVolume">, context: CallContext): FsxOutput<"DeleteVolume"> {
  const volume = volumeOf(context, input.VolumeId);
  if (isRootVolume(volume)) throw badRequest("The root volume cannot be deleted.");
  const children = listNamed(context.store(fsxStore).volumes).filter(
    ({ configuration }) => configuration.ParentVolumeId === volume.id,
  );
  if (children.length > 0)
    throw badRequest(`The volume ${volume.id} has child volumes and cannot be deleted.`);
  volume.lifecycle = "DELETING";
  schedule(context, "fsx.volume-deleted", volume.id, VOLUME_DELETE_MS);
  return { VolumeId: volume.id, Lifecycle: "DELETING" };
}

function volumeOf(context: RegionContext, id: string | undefined): VolumeRecord {
  const volume = findNamed(context.store(fsxStore).volumes, id ?? "");
  if (volume === undefined) throw fsxError("VolumeNotFound", `Volume '${id ?? ""}' does not exist.`);
  return volume;
}

function describeVolume(volume: VolumeRecord, context: RegionContext): Volume {
  return {
    CreationTime: new Date(volume.creationMs),
    FileSystemId: volume.fileSystemId,
    Lifecycle: volume.lifecycle,
    Name: volume.name,
    ResourceARN: fsxArn(context, `volume/${volume.fileSystemId}/${volume.id}`),
    Tags: [...volume.tags],
    VolumeId: volume.id,
    VolumeType: "OPENZFS",
    OpenZFSConfiguration: volume.configuration,
  };
}

function checkedName(name: string | undefined, parent: VolumeRecord, context: RegionContext): string {
  if (name === undefined || !/^[A-Za-z0-9_.:-]{1,203}$/.test(name) || name === "." || name === "..")
    throw badRequest("The volume name is invalid.");
  const siblings = listNamed(context.store(fsxStore).volumes);
  if (siblings.some((other) => other.configuration.ParentVolumeId === parent.id && other.name === name))
    throw badRequest(`A volume named ${name} exists already below the parent volume.`);
  return name;
}

function childConfiguration(
  given: NonNullable<FsxInput<"CreateVolume">["OpenZFSConfiguration"]>,
  parent: VolumeRecord,
  name: string,
): OpenZfsVolumeConfiguration {
  return {
    ParentVolumeId: parent.id,
    VolumePath: `${parent.configuration.VolumePath ?? ""}/${name}`,
    StorageCapacityReservationGiB: given.StorageCapacityReservationGiB ?? 0,
    StorageCapacityQuotaGiB: given.StorageCapacityQuotaGiB ?? 0,
    RecordSizeKiB: given.RecordSizeKiB ?? 128,
    DataCompressionType:
      enumMember(given.DataCompressionType, "openZFSConfiguration.dataCompressionType", [
        "NONE",
        "ZSTD",
        "LZ4",
      ]) ?? "NONE",
    CopyTagsToSnapshots: given.CopyTagsToSnapshots ?? false,
    ReadOnly: given.ReadOnly ?? false,
    NfsExports: given.NfsExports ?? parent.configuration.NfsExports,
    UserAndGroupQuotas: given.UserAndGroupQuotas ?? [],
  };
}

/** A child volume is a directory below its parent's. */
function volumeDirectory(volume: VolumeRecord, context: RegionContext): string {
  const [, , ...names] = (volume.configuration.VolumePath ?? "").split("/");
  return join(fileSystemDirectory(context, volume.fileSystemId), ...names);
}

function schedule(context: CallContext, kind: string, volumeId: string, afterMs: number): void {
  context.clock.schedule({ kind, region: context.region, payload: { volumeId }, afterMs });
}

function volumeIdOf(payload: unknown): string {
  const id = isJsonObject(payload) ? payload["volumeId"] : undefined;
  return typeof id === "string" ? id : "";
}
