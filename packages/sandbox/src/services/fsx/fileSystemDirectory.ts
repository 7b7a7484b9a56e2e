import { join } from "node:path";
import type { RegionContext } from "../../kernel/CallContext.ts";

/**
 * Where a file system's data lie: the root of Lustre (mounted as /fsx), the root volume of OpenZFS (mounted as
 * /home). Ids are unique over all regions.
 */
export function fileSystemDirectory(context: RegionContext, fileSystemId: string): string {
  return join(context.dataDirectory, "fsx", fileSystemId);
}

/** A file for work in progress, outside of every file system and on the same disk. */
export function workFile(context: RegionContext, name: string): string {
  return join(context.dataDirectory, "fsx", `.${name}`);
}
