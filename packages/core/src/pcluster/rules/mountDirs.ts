import { error, findingsOf, warning, type Findings } from "./finding.ts";

export interface NamedMountDir {
  readonly name: string;
  readonly mountDir: string;
}

export interface DuplicateMountDirInput {
  readonly shared: readonly NamedMountDir[];
  /** Instance types by the directory where they mount their own disks. */
  readonly local: ReadonlyMap<string, readonly string[]>;
}

/** Directories are compared as written: `data` and `/data` count as different. */
export function duplicateMountDirValidator({ shared, local }: DuplicateMountDirInput): Findings {
  const names = new Map<string, readonly string[]>();
  for (const { name, mountDir } of shared) names.set(mountDir, [...(names.get(mountDir) ?? []), name]);
  const twice = [...names]
    .filter(([, users]) => users.length > 1)
    .map(([mountDir, users]) =>
      error(`The directory ${mountDir} is used by several storages: ${users.join(", ")}.`),
    );
  const clashes = [...local.keys()].flatMap((mountDir) => {
    const users = names.get(mountDir) ?? [];
    const types = local.get(mountDir) ?? [];
    return users.length === 0
      ? []
      : [
          warning(
            `The directory ${mountDir} of storage ${users.join(", ")} is also where ${types.join(", ")} mount their own disks.`,
          ),
        ];
  });
  return [...twice, ...clashes];
}

export interface OverlappingMountDirInput {
  readonly shared: readonly string[];
  readonly local: readonly string[];
}

export function overlappingMountDirValidator({ shared, local }: OverlappingMountDirInput): Findings {
  const pairs = shared.flatMap((first, index) =>
    [...shared.slice(index + 1), ...local]
      .filter((second) => isInside(first, second) || isInside(second, first))
      .map((second) => `${first} and ${second}`),
  );
  return findingsOf(
    pairs.length > 0 && error(`Shared storages cannot lie inside each other: ${pairs.join("; ")}.`),
  );
}

function isInside(path: string, parent: string): boolean {
  return path.startsWith(`${parent}/`);
}

const RESERVED_DIRECTORIES: ReadonlySet<string> = new Set([
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/lib64",
  "/media",
  "/mnt",
  "/opt",
  "/opt/parallelcluster",
  "/opt/parallelcluster/shared",
  "/opt/parallelcluster/shared_login_nodes",
  "/opt/slurm",
  "/opt/intel",
  "/proc",
  "/root",
  "/run",
  "/sbin",
  "/srv",
  "/sys",
  "/tmp",
  "/usr",
  "/var",
]);

export function sharedStorageMountDirValidator({ mountDir }: { readonly mountDir: string }): Findings {
  const absolute = mountDir.startsWith("/") ? mountDir : `/${mountDir}`;
  return findingsOf(
    RESERVED_DIRECTORIES.has(absolute) &&
      error(`The directory ${absolute} belongs to the system; mount the storage elsewhere.`),
  );
}

export function sharedFileCacheNotHomeValidator({ mountDir }: { readonly mountDir: string }): Findings {
  return findingsOf(
    (mountDir === "/home" || mountDir === "home") && error("A file cache cannot be mounted on /home."),
  );
}
