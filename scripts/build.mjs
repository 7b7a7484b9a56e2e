#!/usr/bin/env node
// Builds dist/: the command line with everything it needs as split chunks, and the library with its types.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundle, externalPackages } from "./lib/bundle.mjs";
import { ROOT, readStamp, stampOf, writeStamp } from "./lib/stamps.mjs";

const SOURCES = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.types.json",
  "scripts/lib",
  "scripts/build.mjs",
  "packages",
  "schemas",
  "examples",
];

function run(args) {
  const result = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

run(["scripts/generate.mjs"]);
const stamp = stampOf(SOURCES);
if (
  readStamp("build") === stamp &&
  existsSync(join(ROOT, "dist/main.js")) &&
  !process.argv.includes("--force")
)
  process.exit(0);

// Built aside and moved into place whole: a program that runs meanwhile finds the old one or the new one.
const finished = join(ROOT, "dist");
const dist = join(ROOT, `node_modules/.cache/dist-${process.pid}`);
rmSync(dist, { recursive: true, force: true });
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
await bundle({
  absWorkingDir: ROOT,
  entryPoints: { main: "packages/cli/src/main.ts" },
  outdir: dist,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  define: { TRAINYARD_VERSION: JSON.stringify(version) },
});
await bundle({
  absWorkingDir: ROOT,
  entryPoints: { index: "packages/core/src/index.ts" },
  outdir: join(dist, "library"),
  splitting: true,
  plugins: [externalPackages],
  banner: {},
  platform: "neutral",
});
run([
  "node_modules/typescript-native/bin/tsc",
  "-p",
  "tsconfig.types.json",
  "--outDir",
  join(dist, "library"),
]);
cpSync(join(ROOT, "examples"), join(dist, "examples"), { recursive: true, dereference: true });
if (existsSync(join(ROOT, "schemas")))
  cpSync(join(ROOT, "schemas"), join(dist, "schemas"), { recursive: true });
rmSync(finished, { recursive: true, force: true });
renameSync(dist, finished);
writeStamp("build", stamp);
