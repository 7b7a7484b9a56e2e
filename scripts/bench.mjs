#!/usr/bin/env node
// Figures as ratios against a baseline in the same run: npm run bench [-- names]
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { makeReady } from "./lib/ready.mjs";
import { ROOT } from "./lib/stamps.mjs";

const all = readdirSync(join(ROOT, "bench"))
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => basename(file, ".bench.ts"));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`unknown bench ${unknown.join(", ")}; there are: ${all.join(", ")}`);
  process.exit(2);
}
await makeReady();
let failed = false;
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, ["scripts/run-ts.mjs", `bench/${name}.bench.ts`], {
    cwd: ROOT,
    stdio: "inherit",
  });
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
