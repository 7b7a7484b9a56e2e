import type { RegionContext } from "../../../kernel/CallContext.ts";
import { listNamed, putNamed } from "../../../kernel/NameTable.ts";
import { fsxStore, type VolumeRecord } from "../FsxState.ts";
import type { OpenZfsVolumeConfiguration, Tag } from "../shapes.ts";

/** The volume that an OpenZFS file system begins with; all others are its children. */
export function createRootVolume(
  context: RegionContext,
  from: {
    readonly fileSystemId: string;
    readonly configuration: OpenZfsVolumeConfiguration;
    readonly tags: readonly Tag[];
  },
): VolumeRecord {
  const volume: VolumeRecord = {
    id: context.ids.resourceId("fsvol"),
    name: "fsx",
    creationMs: context.clock.nowMs(),
    lifecycle: "CREATING",
    ...from,
  };
  putNamed(context.store(fsxStore).volumes, volume.id, volume);
  return volume;
}

export function volumesOf(context: RegionContext, fileSystemId: string): VolumeRecord[] {
  return listNamed(context.store(fsxStore).volumes).filter((volume) => volume.fileSystemId === fileSystemId);
}

/** Root volumes have no parent. */
export function isRootVolume(volume: VolumeRecord): boolean {
  return volume.configuration.ParentVolumeId === undefined;
}
