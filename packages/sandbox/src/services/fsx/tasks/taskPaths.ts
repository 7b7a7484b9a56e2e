import { badRequest } from "../errors.ts";
import type { AssociationRecord } from "../FsxState.ts";

/** A part of a link that a task works on. */
export interface TaskScope {
  readonly link: AssociationRecord;
  /** Below the link's directory and prefix; empty means all of it. */
  readonly path: string;
}

/**
 * What the paths of a task name: directories or files of the file system (with or without a slash in front), or
 * `s3://` paths of linked repositories; no path means every link.
 * @throws {AwsError} BadRequest for a path outside of every link.
 */
export function taskScopes(paths: readonly string[], links: readonly AssociationRecord[]): TaskScope[] {
  if (paths.length === 0) return links.map((link) => ({ link, path: "" }));
  return paths.flatMap((path) => scopesOf(path, links));
}

function scopesOf(path: string, links: readonly AssociationRecord[]): TaskScope[] {
  if (path.includes("\u0000") || path.split("/").includes(".."))
    throw badRequest(`The path '${path}' is invalid.`);
  const isKey = path.startsWith("s3://");
  const wanted = trimmed(isKey ? path : `/${path}`);
  const scopes = links.flatMap((link): TaskScope[] => {
    const base = trimmed(isKey ? `s3://${link.bucket}/${link.prefix}` : link.fileSystemPath);
    if (wanted === base || base.startsWith(`${wanted}/`) || wanted === "") return [{ link, path: "" }];
    return wanted.startsWith(`${base}/`) ? [{ link, path: wanted.slice(base.length + 1) }] : [];
  });
  if (scopes.length > 0) return scopes;
  throw badRequest(`The path '${path}' is not within a data repository association of the file system.`);
}

/** Without doubled slashes and the one at the end: `/data//a/` is `/data/a`, `/` is empty. */
function trimmed(path: string): string {
  const scheme = path.startsWith("s3://") ? "s3://" : "";
  return scheme + path.slice(scheme.length).replaceAll(/\/+/g, "/").replace(/\/$/, "");
}

export function isWithin(path: string, scope: string): boolean {
  return scope === "" || path === scope || path.startsWith(`${scope}/`);
}
