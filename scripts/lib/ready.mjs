import { spawn } from "node:child_process";
import { existsSync, lstatSync, readFileSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT, readStamp, stampOf, writeStamp } from "./stamps.mjs";

const MINIMUM_NODE = [20, 19];

/** Brings a clone to where its commands run: packages installed, sources built, `node_modules/.bin/trainyard` there. */
export async function makeReady() {
  refuseOldNode();
  const lock = stampOf(["package-lock.json"]);
  if (readStamp("install") !== lock) {
    await step("installing packages", "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    writeStamp("install", lock);
  }
  await step("building", process.execPath, ["scripts/build.mjs"]);
  linkBin();
}

/** Runs a command with its output hidden unless it fails; says what it does when it takes time. */
export async function step(title, command, args, options = {}) {
  const startMs = Date.now();
  const say = setTimeout(() => process.stderr.write(`${title} ...\n`), 400);
  const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], ...options });
  const chunks = [];
  child.stdout?.on("data", (chunk) => chunks.push(chunk));
  child.stderr?.on("data", (chunk) => chunks.push(chunk));
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      chunks.push(Buffer.from(String(error)));
      resolve(1);
    });
    child.on("close", resolve);
  });
  clearTimeout(say);
  if (code !== 0) {
    process.stderr.write(Buffer.concat(chunks));
    process.stderr.write(`\n${title} failed: ${command} ${args.join(" ")}\n`);
    process.exit(1);
  }
  if (Date.now() - startMs > 2_000)
    process.stderr.write(`${title}: ${((Date.now() - startMs) / 1_000).toFixed(1)} s\n`);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  process.stderr.write(
    `trainyard needs Node ${MINIMUM_NODE.join(".")} or newer, this is ${process.versions.node}.\n`,
  );
  process.exit(2);
}

function linkBin() {
  const link = join(ROOT, "node_modules/.bin/trainyard");
  const target = "../../bin/trainyard.js";
  if (existsSync(link) && readFileSync(link, "utf8") === readFileSync(join(ROOT, "bin/trainyard.js"), "utf8"))
    return;
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) unlinkSync(link);
  symlinkSync(target, link);
}
