import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const STAMPS = join(ROOT, "node_modules/.cache/trainyard");

/** A hash of the contents of files and folders, relative to the root. */
export function stampOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) addTo(hash, join(ROOT, path), path);
  return hash.digest("hex");
}

export function readStamp(name) {
  const file = join(STAMPS, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

export function writeStamp(name, stamp) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, name), stamp);
}

function addTo(hash, file, name) {
  if (!existsSync(file)) return;
  if (statSync(file).isDirectory()) {
    for (const entry of readdirSync(file).sort()) addTo(hash, join(file, entry), `${name}/${entry}`);
  } else if (!name.endsWith(".test.ts")) {
    hash.update(name).update("\0").update(readFileSync(file)).update("\0");
  }
}
