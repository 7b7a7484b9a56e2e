import { spawn } from "node:child_process";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { HostPackages } from "../HostDriver.ts";
import { HostError } from "../HostError.ts";
import { isInUserNamespace } from "../userNamespace/isInUserNamespace.ts";
import { BUILD_SCRIPT } from "./buildScript.ts";
import { withFileLock } from "./fileLock.ts";
import { complaintsIn } from "./complaintsIn.ts";
import { isBuilt, isWhole, writeManifest } from "./Layer.ts";
import { layerRecipe } from "./LayerRecipe.ts";
import { parseProgress, type LayerProgress } from "./LayerProgress.ts";
import { LIMITED_BUILD_SCRIPT } from "./limitedBuildScript.ts";

export interface EnsureLayerOptions {
  readonly packages: HostPackages;
  /** Of all layers of this user. */
  readonly cacheDirectory?: string;
  readonly onProgress?: (progress: LayerProgress) => void;
  readonly signal?: AbortSignal;
}

/** Layers that stay beside the newest, for other sandboxes that run on them. */
const KEPT_LAYERS = 3;
const LONGEST_ERRORS = 4096;
const LONGEST_PROBE_MS = 3_600_000;

/** `~/.cache/trainyard/layers`, or below `XDG_CACHE_HOME`. */
export function layerCacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment["XDG_CACHE_HOME"];
  return join(cache === undefined || cache === "" ? join(homedir(), ".cache") : cache, "trainyard", "layers");
}

/**
 * The directory of packages that hosts have over the machine's own files: built when this machine has none that is
 * whole and of the day. Builds of several sandboxes wait for each other.
 * @throws {HostError} `HOST_FAILED` with what the package manager said.
 */
export async function ensureLayer(options: EnsureLayerOptions): Promise<string> {
  const cacheDirectory = options.cacheDirectory ?? layerCacheDirectory();
  const recipe = await layerRecipe(options.packages, isInUserNamespace());
  const path = join(cacheDirectory, recipe.key);
  if (await isWhole(path)) return path;
  await mkdir(cacheDirectory, { recursive: true, mode: 0o700 });
  await withFileLock(join(cacheDirectory, "lock"), async () => {
    if (await isWhole(path)) return;
    await removeLeftovers(cacheDirectory);
    const work = join(cacheDirectory, `build-${recipe.key}`);
    try {
      await build(work, recipe.packages, options);
      await writeManifest(join(work, "result"));
      await rm(path, { recursive: true, force: true });
      await rename(join(work, "result"), path);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    await utimes(path, new Date(), new Date());
    await removeOldLayers(cacheDirectory, recipe.key);
  });
  return path;
}

/** True when a layer is there, without looking into its files. */
export async function hasLayer(key: string, cacheDirectory = layerCacheDirectory()): Promise<boolean> {
  return isBuilt(join(cacheDirectory, key));
}

async function build(work: string, packages: readonly string[], options: EnsureLayerOptions): Promise<void> {
  const namespaces = [
    "--mount",
    "--propagation",
    "private",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
  ];
  const text = isInUserNamespace() ? LIMITED_BUILD_SCRIPT : BUILD_SCRIPT;
  const script = ["sh", "-c", text, "build", work, ...packages];
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", "unshare", ...namespaces, ...script], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-LONGEST_ERRORS)));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fourth entry of `stdio` is a pipe to read from
  const status = child.stdio[3] as Readable;
  createInterface({ input: status }).on("line", (line) => {
    const progress = parseProgress(line);
    if (progress !== undefined) options.onProgress?.(progress);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (exitCode !== 0)
    throw new HostError(
      "HOST_FAILED",
      `the packages of the hosts could not be installed: ${complaintsIn(output)}`,
    );
}

/** What builds and probes have left that were killed; nobody else builds while the lock is held. */
async function removeLeftovers(cacheDirectory: string): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    const path = join(cacheDirectory, name);
    const isLeft = name.startsWith("build-") || (name.startsWith("probe-") && (await isOld(path)));
    if (isLeft) await rm(path, { recursive: true, force: true });
  }
}

async function isOld(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > LONGEST_PROBE_MS;
  } catch (error) {
    // Another process has just removed it.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

async function removeOldLayers(cacheDirectory: string, key: string): Promise<void> {
  const names = (await readdir(cacheDirectory)).filter((name) => /^[0-9a-f]{32}$/.test(name) && name !== key);
  const aged = await Promise.all(
    names.map(async (name) => ({ name, usedMs: (await stat(join(cacheDirectory, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.usedMs - a.usedMs).slice(KEPT_LAYERS);
  for (const { name } of old) await rm(join(cacheDirectory, name), { recursive: true, force: true });
}
