import type { NumberOfStorageInput } from "../rules/counts.ts";
import type { SharedStorage } from "./configTypes.ts";

const MAX_NEW = { EFS: 1, FSx: 1, RAID: 1 } as const;
const MAX_EXISTING = { EFS: 20, FSx: 20, RAID: 0 } as const;
const MAX_EBS = 5;

/** How many storages of each kind there are, and may be. */
export function countStorages(storages: readonly SharedStorage[]): readonly NumberOfStorageInput[] {
  const kinds = storages.map(kindOf);
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  return [
    ...(["EFS", "FSx", "RAID"] as const).flatMap((kind) => [
      { storageType: `new ${kind}`, maxNumber: MAX_NEW[kind], storageCount: count(`new ${kind}`) },
      {
        storageType: `existing ${kind}`,
        maxNumber: MAX_EXISTING[kind],
        storageCount: count(`existing ${kind}`),
      },
    ]),
    { storageType: "EBS", maxNumber: MAX_EBS, storageCount: count("EBS") },
  ];
}

function kindOf(storage: SharedStorage): string {
  switch (storage.StorageType) {
    case "Ebs":
      return storage.EbsSettings?.Raid === undefined ? "EBS" : "new RAID";
    case "Efs":
      return storage.EfsSettings?.FileSystemId ? "existing EFS" : "new EFS";
    case "FsxLustre":
      return storage.FsxLustreSettings?.FileSystemId ? "existing FSx" : "new FSx";
    default:
      return "existing FSx";
  }
}
