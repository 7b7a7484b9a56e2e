#!/usr/bin/env node
// All tests, on a fresh clone: npm test [-- arguments of vitest]
import { spawn } from "node:child_process";
import { join } from "node:path";
import { makeReady } from "./lib/ready.mjs";
import { ROOT } from "./lib/stamps.mjs";

await makeReady();
const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
child.on("exit", (code) => process.exit(code ?? 1));
