/** A data repository association: a directory of a Lustre file system tied to a prefix of a bucket. */
export interface DataLinkDescription {
  readonly id: string;
  readonly fileSystemId: string;
  /** `/data` */
  readonly path: string;
  /** `s3://bucket/prefix` */
  readonly repository: string;
  /** `CREATING`, `AVAILABLE`, `MISCONFIGURED`, `UPDATING`, `DELETING`, `FAILED`. */
  readonly lifecycle: string;
  readonly failure: string;
  readonly importEvents: readonly string[];
  readonly exportEvents: readonly string[];
}

export interface DataLinkRequest {
  readonly fileSystemId: string;
  readonly path: string;
  readonly repository: string;
  readonly importEvents: readonly DataLinkEvent[];
  readonly exportEvents: readonly DataLinkEvent[];
  readonly tags: Readonly<Record<string, string>>;
}

export type DataLinkEvent = "NEW" | "CHANGED" | "DELETED";

export interface DataTaskDescription {
  readonly id: string;
  /** `PENDING`, `EXECUTING`, `SUCCEEDED`, `FAILED`, `CANCELED`, ... */
  readonly lifecycle: string;
  readonly failure: string;
  readonly totalFiles: number;
  readonly succeededFiles: number;
  readonly failedFiles: number;
}

export interface FileSystemDescription {
  readonly id: string;
  readonly kind: "lustre" | "openzfs";
  readonly lifecycle: string;
  readonly capacityGiB: number;
}

export interface SmallObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: string;
  /** Mode that a data link gives the file or directory, such as 0o777; FSx's own (0755, of root) when absent. */
  readonly mode?: number;
}

/** FSx file systems and their data links, and the state of buckets, of one account and region. */
export interface DataGateway {
  links(fileSystemId: string, signal?: AbortSignal): Promise<readonly DataLinkDescription[]>;
  createLink(request: DataLinkRequest, signal?: AbortSignal): Promise<DataLinkDescription>;
  /** Removes the link; the files stay in the file system unless `deleteFiles`. */
  removeLink(id: string, options: { readonly deleteFiles: boolean }, signal?: AbortSignal): Promise<void>;
  /** Starts an export of what is not in the bucket yet. Answers the task's id. */
  startExport(fileSystemId: string, paths: readonly string[], signal?: AbortSignal): Promise<string>;
  task(id: string, signal?: AbortSignal): Promise<DataTaskDescription | "absent">;
  /** File systems of these ids that exist. */
  fileSystems(ids: readonly string[], signal?: AbortSignal): Promise<readonly FileSystemDescription[]>;
  /** Starts the deletion of a file system and its files, without a final backup. */
  removeFileSystem(id: string, signal?: AbortSignal): Promise<void>;
  /** Writes a small object, over one that is there. A key that ends in a slash is a directory to a data link. */
  writeObject(object: SmallObject, signal?: AbortSignal): Promise<void>;
  /** Keys below a prefix, at most a thousand, in order. */
  listKeys(bucket: string, prefix: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** `free`: no such bucket; `foreign`: it belongs to another account or may not be read. */
  bucket(name: string, signal?: AbortSignal): Promise<"free" | "own" | "foreign">;
}
