#!/usr/bin/env node
// All gates, on a fresh clone: npm run check [-- names of gates]
import { spawn } from "node:child_process";
import { makeReady } from "./lib/ready.mjs";
import { ROOT } from "./lib/stamps.mjs";

const node = process.execPath;
const bin = (name) => `node_modules/.bin/${name}`;

/** Every gate fails on warnings. `scripts/gates` holds a planted violation for each. */
const GATES = [
  { name: "types", command: [node, "node_modules/typescript-native/bin/tsc", "-p", "."] },
  {
    name: "lint",
    command: [bin("oxlint"), "--type-aware", "--deny-warnings", "packages", "e2e", "bench", "scripts", "bin"],
  },
  { name: "format", command: [bin("oxfmt"), "--check", "."] },
  {
    name: "boundaries",
    command: [bin("depcruise"), "packages", "--config", ".dependency-cruiser.cjs", "--output-type", "err"],
  },
  { name: "unused", command: [bin("knip")] },
  { name: "package", command: [node, "scripts/gates/package.mjs"] },
  { name: "audit", command: [node, "scripts/gates/audit.mjs"] },
  { name: "generated", command: [node, "scripts/generate.mjs", "--check"] },
];
const AT_ONCE = 2;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !GATES.some((gate) => gate.name === name));
if (unknown.length > 0) {
  console.error(`unknown gate ${unknown.join(", ")}; there are: ${GATES.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
await makeReady();
const queue = GATES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
let failed = 0;
await Promise.all(Array.from({ length: AT_ONCE }, work));
process.exit(failed === 0 ? 0 : 1);

async function work() {
  for (let gate = queue.shift(); gate !== undefined; gate = queue.shift()) {
    const startMs = Date.now();
    const { code, text } = await run(gate.command);
    const seconds = ((Date.now() - startMs) / 1_000).toFixed(1);
    console.log(`${code === 0 ? "ok  " : "FAIL"} ${gate.name.padEnd(12)} ${seconds} s`);
    if (code !== 0) {
      failed += 1;
      console.log(text);
    }
  }
}

function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (text += chunk));
    child.on("error", (error) => resolve({ code: 1, text: String(error) }));
    child.on("close", (code) => resolve({ code: code ?? 1, text }));
  });
}
