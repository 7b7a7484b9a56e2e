import { lstatSync } from "node:fs";

/** File type and permissions as FSx writes them: six or seven octal digits of `st_mode`. */
const PERMISSIONS = /^0?(\d{2})0*(\d{4})$/;
const DEFAULT_MODE = 0o755;

/** Metadata that FSx gives an exported object. */
export function posixMetadata(path: string): Record<string, string> {
  const stats = lstatSync(path, { bigint: true });
  return {
    "user-agent": "aws-fsx-lustre",
    "file-permissions": `0${stats.mode.toString(8)}`,
    "file-owner": String(stats.uid),
    "file-group": String(stats.gid),
    "file-atime": `${stats.atimeNs}ns`,
    "file-mtime": `${stats.mtimeNs}ns`,
  };
}

export interface ImportedTraits {
  readonly isSymlink: boolean;
  readonly mode: number;
  readonly mtimeMs: number;
  readonly owner: { readonly userId: number; readonly groupId: number };
}

/** What an object says of its file; objects of others become root's files of mode 0755 with the object's time. */
export function importedTraits(
  metadata: Readonly<Record<string, string>> | undefined,
  lastModified: Date | undefined,
): ImportedTraits {
  const permissions = PERMISSIONS.exec(metadata?.["file-permissions"] ?? "");
  const nanoseconds = /^(\d{1,25})ns$/.exec(metadata?.["file-mtime"] ?? "")?.[1];
  return {
    isSymlink: permissions?.[1] === "12",
    mode: permissions === null ? DEFAULT_MODE : Number.parseInt(permissions[2] ?? "755", 8) & 0o777,
    mtimeMs:
      nanoseconds === undefined ? (lastModified?.getTime() ?? 0) : Number(BigInt(nanoseconds) / 1_000_000n),
    owner: { userId: idOf(metadata?.["file-owner"]), groupId: idOf(metadata?.["file-group"]) },
  };
}

/** What nobody says belongs to root. */
function idOf(text: string | undefined): number {
  return /^\d{1,9}$/.test(text ?? "") ? Number(text) : 0;
}
