import { defineStore } from "../../kernel/defineStore.ts";
import type { NameTable } from "../../kernel/NameTable.ts";
import type {
  FileSystem,
  FsxInput,
  LustreConfiguration,
  OpenZfsConfiguration,
  OpenZfsVolumeConfiguration,
  Tag,
} from "./shapes.ts";

/** A call that can be repeated: the token and a digest of the rest of its input. */
export interface RequestMark {
  readonly token: string;
  readonly digest: string;
}

/** A change of a file system that takes time. */
export interface ActionRecord {
  readonly type: "FILE_SYSTEM_UPDATE" | "STORAGE_OPTIMIZATION";
  status: "PENDING" | "IN_PROGRESS" | "UPDATED_OPTIMIZING" | "COMPLETED" | "FAILED";
  readonly requestMs: number;
  readonly target: FileSystemChange;
}

/** Values that an update sets once its action is done. */
export interface FileSystemChange {
  readonly storageCapacityGiB?: number;
  readonly lustre?: LustreConfiguration;
  readonly openZfs?: OpenZfsConfiguration;
}

export interface FileSystemRecord {
  readonly id: string;
  readonly kind: "LUSTRE" | "OPENZFS";
  readonly creationMs: number;
  readonly request: RequestMark;
  lifecycle: NonNullable<FileSystem["Lifecycle"]>;
  failure?: string;
  storageCapacityGiB: number;
  readonly storageType: "SSD" | "HDD";
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  networkInterfaceIds: readonly string[];
  readonly kmsKeyId?: string;
  /** Lustre only. */
  readonly version?: string;
  lustre?: LustreConfiguration;
  openZfs?: OpenZfsConfiguration;
  tags: readonly Tag[];
  /** Newest first. */
  actions: readonly ActionRecord[];
  /** Until when a create, update or delete of a data link is worked on: only one at a time is. */
  linksBusyUntilMs: number;
}

export interface VolumeRecord {
  readonly id: string;
  readonly fileSystemId: string;
  readonly name: string;
  readonly creationMs: number;
  lifecycle: "CREATING" | "AVAILABLE" | "DELETING";
  configuration: OpenZfsVolumeConfiguration;
  tags: readonly Tag[];
}

/** A backup: a record only, its data is not kept. */
export interface BackupRecord {
  readonly id: string;
  readonly creationMs: number;
  lifecycle: "CREATING" | "AVAILABLE";
  /** The file system as it was, its times as ISO strings, as JSON. */
  readonly fileSystemJson: string;
  readonly fileSystemId: string;
  readonly fileSystemKind: "LUSTRE" | "OPENZFS";
  tags: readonly Tag[];
}

export type LinkEvent = "NEW" | "CHANGED" | "DELETED";

/** What is known of an entry below a link's directory. */
export interface LinkedEntry {
  readonly kind: "file" | "directory" | "symlink";
  readonly mtimeMs: number;
  readonly sizeBytes: number;
  readonly mode: number;
  /** ETag of the object that it equals; undefined when the repository has none. */
  readonly etag?: string;
  /** True when it was made or changed since the last export. */
  readonly isDirty: boolean;
}

export interface LinkFailure {
  /** Key of the object or path in the file system. */
  readonly path: string;
  readonly reason: string;
}

export interface AssociationRecord {
  readonly id: string;
  readonly fileSystemId: string;
  readonly request: RequestMark;
  readonly fileSystemPath: string;
  readonly dataRepositoryPath: string;
  readonly bucket: string;
  /** Empty, or ending in a slash. */
  readonly prefix: string;
  readonly batchImport: boolean;
  chunkSizeMiB: number;
  importEvents: readonly LinkEvent[];
  exportEvents: readonly LinkEvent[];
  lifecycle: "CREATING" | "AVAILABLE" | "MISCONFIGURED" | "UPDATING" | "DELETING" | "FAILED";
  failure?: string;
  readonly creationMs: number;
  tags: readonly Tag[];
  /** By path below the link's directory. */
  readonly entries: NameTable<LinkedEntry>;
  /** Objects and files that could not be imported or exported, by path. */
  readonly failures: NameTable<LinkFailure>;
  /** The key that is being exported right now: its event is not imported again. */
  exportingKey?: string;
}

export interface TaskRecord {
  readonly id: string;
  readonly fileSystemId: string;
  readonly request: RequestMark;
  readonly type: "EXPORT_TO_REPOSITORY" | "IMPORT_METADATA_FROM_REPOSITORY" | "RELEASE_DATA_FROM_FILESYSTEM";
  readonly paths: readonly string[];
  readonly report: NonNullable<FsxInput<"CreateDataRepositoryTask">["Report"]>;
  readonly releaseAfterDays: number;
  lifecycle: "PENDING" | "EXECUTING" | "SUCCEEDED" | "FAILED" | "CANCELING" | "CANCELED";
  readonly creationMs: number;
  startMs?: number;
  endMs?: number;
  updatedMs: number;
  totalCount: number;
  succeededCount: number;
  failedCount: number;
  failure?: string;
  tags: readonly Tag[];
}

export interface FsxState {
  readonly fileSystems: NameTable<FileSystemRecord>;
  readonly volumes: NameTable<VolumeRecord>;
  readonly backups: NameTable<BackupRecord>;
  readonly associations: NameTable<AssociationRecord>;
  readonly tasks: NameTable<TaskRecord>;
  /** True while the periodic look at linked directories is scheduled. */
  isScanning: boolean;
}

export const fsxStore = defineStore<FsxState>("fsx", "region", () => ({
  fileSystems: {},
  volumes: {},
  backups: {},
  associations: {},
  tasks: {},
  isScanning: false,
}));
