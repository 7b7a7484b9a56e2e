#!/usr/bin/env node
// Puts a real run of the demo into the README, between its session marks: node scripts/record.mjs
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeReady } from "./lib/ready.mjs";
import { ROOT } from "./lib/stamps.mjs";

const MARKS = /<!-- session -->[\s\S]*<!-- \/session -->/;

await makeReady();
const child = spawn(process.execPath, [join(ROOT, "bin/trainyard.js"), "demo"], {
  stdio: ["ignore", "pipe", "pipe"],
});
const chunks = [];
for (const stream of [child.stdout, child.stderr])
  stream.on("data", (chunk) => chunks.push(chunk.toString()));
const code = await new Promise((resolve) => child.on("close", resolve));
if (code !== 0) {
  process.stderr.write(chunks.join(""));
  process.exit(1);
}
const session = chunks
  .join("")
  .replace(/\/\S*trainyard-demo-\w+/g, "~/demo")
  .trim();
const file = join(ROOT, "README.md");
const text = readFileSync(file, "utf8");
if (!MARKS.test(text)) throw new Error("README.md has no session marks");
writeFileSync(
  file,
  text.replace(
    MARKS,
    `<!-- session -->\n\n\`\`\`console\n$ npm run demo\n${session}\n\`\`\`\n\n<!-- /session -->`,
  ),
);
