import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RegionContext } from "../../kernel/CallContext.ts";

const MUNGE_KEY_BYTES = 1024;

/** What the hosts of a cluster have as `/opt/parallelcluster`; ids of head nodes are unique over all regions. */
export function clusterDirectory(context: RegionContext, headNodeId: string): string {
  return join(context.dataDirectory, "parallelcluster", headNodeId);
}

export interface ClusterFiles {
  /** Below `slurm/etc`. */
  readonly configuration: ReadonlyMap<string, string>;
  readonly scripts: ReadonlyMap<string, string>;
}

/** Writes Slurm's files and the hosts' programs; the key of the cluster is made once. */
export function writeClusterFiles(directory: string, files: ClusterFiles): void {
  for (const name of ["slurm/etc", "slurm/bin", "scripts/slurm", "requests", "state", "shared", "log"])
    mkdirSync(join(directory, name), { recursive: true, mode: 0o755 });
  chmodSync(directory, 0o755);
  chmodSync(join(directory, "shared"), 0o700);
  const key = join(directory, "shared", "munge.key");
  if (!existsSync(key)) writeFileSync(key, randomBytes(MUNGE_KEY_BYTES), { mode: 0o400 });
  for (const [name, text] of files.configuration)
    replaceFile(join(directory, "slurm/etc", name), text, 0o644);
  for (const [name, text] of files.scripts) replaceFile(join(directory, "scripts/slurm", name), text, 0o755);
}

export function removeClusterDirectory(context: RegionContext, headNodeId: string): void {
  rmSync(clusterDirectory(context, headNodeId), { recursive: true, force: true });
}

/** Daemons may read the file at any moment. */
function replaceFile(path: string, text: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  writeFileSync(`${path}.new`, text, { mode });
  chmodSync(`${path}.new`, mode);
  renameSync(`${path}.new`, path);
}
