import type { RegionContext } from "../../../kernel/CallContext.ts";
import { fileSystemDirectory } from "../fileSystemDirectory.ts";
import type { AssociationRecord } from "../FsxState.ts";
import { linkSegments } from "./linkPaths.ts";
import { safePath } from "./safePath.ts";

/** The directory of a link; undefined when it is missing or when something else is in its place. */
export function linkDirectory(context: RegionContext, link: AssociationRecord): string | undefined {
  const place = safePath(fileSystemDirectory(context, link.fileSystemId), linkSegments(link.fileSystemPath), {
    makeParents: false,
  });
  return place.kind === "place" && place.stats?.isDirectory() === true ? place.path : undefined;
}
