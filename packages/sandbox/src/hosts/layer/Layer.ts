import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, readdir, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

export const MANIFEST_NAME = "manifest.json";

interface Manifest {
  /** SHA-256 of files, targets of links, by path. */
  readonly entries: Readonly<Record<string, string>>;
}

/** Writes down what a layer holds, as its last file: a layer without it is not whole. */
export async function writeManifest(directory: string): Promise<void> {
  const manifest: Manifest = { entries: await describeTree(directory) };
  await writeFile(join(directory, MANIFEST_NAME), JSON.stringify(manifest), { mode: 0o600 });
}

/** True when a layer is there and each of its files is what was built. */
export async function isWhole(directory: string): Promise<boolean> {
  const text = await readManifest(directory);
  if (text === undefined) return false;
  const found: Manifest = { entries: await describeTree(directory) };
  return text === JSON.stringify(found);
}

/** True when a layer was built to its end. */
export async function isBuilt(directory: string): Promise<boolean> {
  return (await readManifest(directory)) !== undefined;
}

async function readManifest(directory: string): Promise<string | undefined> {
  try {
    return await readFile(join(directory, MANIFEST_NAME), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function describeTree(root: string): Promise<Record<string, string>> {
  const entries: Record<string, string> = {};
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }));
  for (const { entry, path } of paths.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = path.slice(root.length + 1);
    if (name === MANIFEST_NAME) continue;
    if (entry.isSymbolicLink()) entries[name] = `-> ${await readlink(path)}`;
    else if (entry.isFile()) entries[name] = await digestOf(path);
    else entries[name] = entry.isDirectory() ? "directory" : "special";
  }
  return entries;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
