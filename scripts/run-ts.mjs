#!/usr/bin/env node
// Runs a TypeScript file of the workspace: node scripts/run-ts.mjs bench/startup.ts [arguments]
import { spawn } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, externalPackages } from "./lib/bundle.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node scripts/run-ts.mjs FILE.ts [arguments]");
  process.exit(2);
}
const outfile = join(root, "node_modules/.cache/run-ts", `${basename(file, ".ts")}.mjs`);
await bundle({ entryPoints: [file], outfile, plugins: [externalPackages], sourcemap: "inline" });
const child = spawn(process.execPath, ["--enable-source-maps", outfile, ...rest], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
