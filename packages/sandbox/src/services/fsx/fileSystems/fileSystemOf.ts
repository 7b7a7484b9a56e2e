import type { RegionContext } from "../../../kernel/CallContext.ts";
import { findNamed } from "../../../kernel/NameTable.ts";
import { fileSystemNotFound } from "../errors.ts";
import { type FileSystemRecord, fsxStore } from "../FsxState.ts";

/** @throws {AwsError} FileSystemNotFound */
export function fileSystemOf(context: RegionContext, id: string | undefined): FileSystemRecord {
  const record = findNamed(context.store(fsxStore).fileSystems, id ?? "");
  if (record === undefined) throw fileSystemNotFound(id ?? "");
  return record;
}
