/** First line of an archive; the number changes with the format. */
export const ARCHIVE_MAGIC = "trainyard-state 1\n";

/** One line of an archive. Paths are relative to the data directory, with `/`. */
export type ArchiveEntry =
  | { readonly type: "state"; readonly sizeBytes: number }
  | { readonly type: "directory"; readonly path: string; readonly mode: number }
  | {
      readonly type: "file";
      readonly path: string;
      readonly mode: number;
      readonly sizeBytes: number;
      readonly mtimeMs: number;
    }
  | { readonly type: "link"; readonly path: string; readonly target: string }
  | { readonly type: "end" };
