#!/usr/bin/env node
// The main job on the sandbox, on a fresh clone: npm run demo [-- arguments of `trainyard demo`]
import { spawn } from "node:child_process";
import { join } from "node:path";
import { makeReady } from "./lib/ready.mjs";
import { ROOT } from "./lib/stamps.mjs";

await makeReady();
const child = spawn(process.execPath, [join(ROOT, "bin/trainyard.js"), "demo", ...process.argv.slice(2)], {
  stdio: "inherit",
});
child.on("exit", (code) => process.exit(code ?? 1));
