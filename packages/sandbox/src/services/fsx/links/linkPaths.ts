import { badRequest } from "../errors.ts";
import type { AssociationRecord } from "../FsxState.ts";

const MOST_LINKS = 8;
const LONGEST_PATH = 4096;

export interface LinkPaths {
  readonly fileSystemPath: string;
  readonly dataRepositoryPath: string;
  readonly bucket: string;
  /** Empty, or ending in a slash. */
  readonly prefix: string;
}

/**
 * Checks where a new link is to lie: a directory and a prefix that no other link of the file system overlaps.
 * @throws {AwsError} BadRequest
 */
export function linkPaths(
  request: { readonly FileSystemPath?: string | undefined; readonly DataRepositoryPath?: string | undefined },
  others: readonly AssociationRecord[],
): LinkPaths {
  const fileSystemPath = checkedFileSystemPath(request.FileSystemPath);
  const dataRepositoryPath = request.DataRepositoryPath ?? "";
  const { bucket, prefix } = repositoryOf(dataRepositoryPath);
  if (others.length >= MOST_LINKS)
    throw badRequest(
      `The maximum number of data repository associations for a file system is ${MOST_LINKS}.`,
    );
  for (const other of others) {
    if (overlaps(withSlash(fileSystemPath), withSlash(other.fileSystemPath)))
      throw badRequest(
        `The file system path ${fileSystemPath} overlaps with the path ${other.fileSystemPath} of the data repository association ${other.id}.`,
      );
    if (bucket === other.bucket && overlaps(prefix, other.prefix))
      throw badRequest(
        `The data repository path ${dataRepositoryPath} overlaps with the path ${other.dataRepositoryPath} of the data repository association ${other.id}.`,
      );
  }
  return { fileSystemPath, dataRepositoryPath, bucket, prefix };
}

/** Names of the directories from the file system's root to the link's. */
export function linkSegments(fileSystemPath: string): string[] {
  return fileSystemPath.split("/").filter((segment) => segment !== "");
}

function checkedFileSystemPath(path: string | undefined): string {
  if (path === undefined) throw badRequest("FileSystemPath is required.");
  const segments = path.split("/").slice(1);
  const inner = segments.at(-1) === "" ? segments.slice(0, -1) : segments;
  const isClean = inner.every(
    (segment) => segment !== "" && segment !== "." && segment !== ".." && !segment.includes("\u0000"),
  );
  if (!path.startsWith("/") || path.length > LONGEST_PATH || !isClean)
    throw badRequest(`The file system path '${path}' is invalid. It must be an absolute path.`);
  return path;
}

function repositoryOf(path: string): { bucket: string; prefix: string } {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(path);
  const bucket = match?.[1];
  if (bucket === undefined || path.length > LONGEST_PATH)
    throw badRequest(
      `The data repository path '${path}' is invalid. It must have the form s3://bucket-name/prefix/.`,
    );
  const rest = match?.[2] ?? "";
  return { bucket, prefix: rest === "" ? "" : withSlash(rest) };
}

function overlaps(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}
