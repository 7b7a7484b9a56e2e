import type { InputOf, OperationName, OutputOf } from "../../kernel/serviceModels.ts";

export type FsxInput<Op extends OperationName<"fsx">> = InputOf<"fsx", Op>;
export type FsxOutput<Op extends OperationName<"fsx">> = OutputOf<"fsx", Op>;

export type FileSystem = NonNullable<FsxOutput<"CreateFileSystem">["FileSystem"]>;
export type LustreConfiguration = NonNullable<FileSystem["LustreConfiguration"]>;
export type OpenZfsConfiguration = NonNullable<FileSystem["OpenZFSConfiguration"]>;
export type Volume = NonNullable<FsxOutput<"CreateVolume">["Volume"]>;
export type OpenZfsVolumeConfiguration = NonNullable<Volume["OpenZFSConfiguration"]>;
export type Association = NonNullable<FsxOutput<"CreateDataRepositoryAssociation">["Association"]>;
export type Task = NonNullable<FsxOutput<"CreateDataRepositoryTask">["DataRepositoryTask"]>;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}
