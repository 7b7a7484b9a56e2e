#!/usr/bin/env node
// Makes what is derived from pinned packages and from the sources; `--check` only compares what is committed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, stampOf, readStamp, writeStamp } from "./lib/stamps.mjs";

const DERIVED = [
  { script: "scripts/generate/extractModels.mjs", output: "packages/sandbox/generated/models.json" },
  {
    script: "scripts/generate/extractResourceSpec.mjs",
    output: "packages/sandbox/generated/resource-spec.json",
  },
];

function run(command, args) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: "inherit" });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

const stamp = stampOf([
  "package-lock.json",
  "scripts/generate",
  "packages/sandbox/src/kernel/serviceModels.ts",
  "packages/sandbox/src/cloudformation",
]);
const fresh =
  readStamp("generate") === stamp && DERIVED.every(({ output }) => existsSync(join(ROOT, output)));
if (!fresh || process.argv.includes("--force")) {
  for (const { script } of DERIVED) run(process.execPath, [script]);
  writeStamp("generate", stamp);
}
if (process.argv.includes("--docs") || process.argv.includes("--check")) {
  run(process.execPath, [
    "scripts/run-ts.mjs",
    "scripts/generate/documents.ts",
    ...(process.argv.includes("--check") ? ["--check"] : []),
  ]);
}
