import type { RegionContext } from "../../../kernel/CallContext.ts";
import { findNamed, listNamed } from "../../../kernel/NameTable.ts";
import { fsxError } from "../errors.ts";
import { type AssociationRecord, fsxStore } from "../FsxState.ts";

/** The data links of a file system, in order of their ids. */
export function linksOf(context: RegionContext, fileSystemId: string): AssociationRecord[] {
  return listNamed(context.store(fsxStore).associations).filter((link) => link.fileSystemId === fileSystemId);
}

/** @throws {AwsError} DataRepositoryAssociationNotFound */
export function linkOf(context: RegionContext, id: string | undefined): AssociationRecord {
  const link = findNamed(context.store(fsxStore).associations, id ?? "");
  if (link !== undefined) return link;
  throw fsxError(
    "DataRepositoryAssociationNotFound",
    `Data repository association '${id ?? ""}' does not exist.`,
  );
}

/** Links that import and export by themselves. */
export function isActive(link: AssociationRecord): boolean {
  return link.lifecycle === "AVAILABLE" || link.lifecycle === "UPDATING";
}
