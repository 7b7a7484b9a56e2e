import { lstatSync, mkdirSync, type Stats } from "node:fs";
import { join } from "node:path";

/** A place below a directory, reached over real directories only. */
export type SafePath =
  | { readonly kind: "place"; readonly path: string; readonly stats: Stats | undefined }
  | { readonly kind: "refused"; readonly reason: string };

const LONGEST_NAME_BYTES = 255;

/** The names in a key below a link's prefix, or why POSIX does not admit it. A slash at the end names a directory. */
export function keySegments(relativeKey: string): string[] | string {
  const segments = relativeKey.split("/");
  if (segments.at(-1) === "") segments.pop();
  for (const segment of segments) {
    if (segment === "" || segment === "." || segment === "..")
      return "the key is not POSIX compliant: it has an empty part, or the part . or ..";
    if (segment.includes("\u0000")) return "the key is not POSIX compliant: it has a NUL character";
    if (Buffer.byteLength(segment) > LONGEST_NAME_BYTES)
      return `the key is not POSIX compliant: a part is longer than ${LONGEST_NAME_BYTES} bytes`;
  }
  return segments;
}

/**
 * Walks from `root` to the place that the segments name without ever following a symbolic link, so that no link
 * that a job has made leads out of the file system.
 */
export function safePath(
  root: string,
  segments: readonly string[],
  options: { readonly makeParents: boolean; readonly onMade?: (path: string) => void },
): SafePath {
  let path = root;
  for (const segment of segments.slice(0, -1)) {
    path = join(path, segment);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
      if (!options.makeParents) return { kind: "place", path: join(root, ...segments), stats: undefined };
      mkdirSync(path, { mode: 0o755 });
      options.onMade?.(path);
    } else if (!stats.isDirectory()) {
      const what = stats.isSymbolicLink() ? "symbolic link" : "file";
      return { kind: "refused", reason: `a ${what} is where the directory ${segment} would be` };
    }
  }
  const last = segments.at(-1);
  const place = last === undefined ? path : join(path, last);
  return { kind: "place", path: place, stats: lstatSync(place, { throwIfNoEntry: false }) };
}
