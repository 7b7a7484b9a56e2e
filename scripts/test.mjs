#!/usr/bin/env node
// All tests, on a fresh clone: npm test [-- arguments of vitest]
import { spawn } from "node:child_process";
import { join } from "node:path";
import { makeReady } from "./lib/ready.mjs";
import { ROOT } from "./lib/stamps.mjs";

const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
/** Run side by side, since most of them wait most of the time: real hosts, the official pcluster, and all else. */
const LANES = [["unit", "journeys", "foreign"], ["official"], ["hosts"]];
const HEARTBEAT_MS = 30_000;
/** What tests said of those that this machine cannot run: told again at the end. */
const leftOut = new Set();

await makeReady();
const args = process.argv.slice(2);
process.exit(args.length > 0 ? await runHere(args) : await runLanes());

async function runLanes() {
  const startMs = Date.now();
  const running = new Set();
  const heartbeat = setInterval(
    () => say(startMs, `still running: ${[...running].join(", ")}`),
    HEARTBEAT_MS,
  );
  const codes = await Promise.all(LANES.map((lane) => runLane(lane, running, startMs)));
  clearInterval(heartbeat);
  const failed = codes.some((code) => code !== 0);
  for (const line of leftOut) say(startMs, line);
  say(startMs, failed ? "some tests failed" : "all tests passed");
  return failed ? 1 : 0;
}

async function runLane(projects, running, startMs) {
  let worst = 0;
  for (const project of projects) {
    running.add(project);
    say(startMs, `${project}: started`);
    const { code, text } = await runQuietly(["--project", project]);
    running.delete(project);
    process.stdout.write(`\n== ${project}\n${text}\n`);
    say(startMs, `${project}: ${code === 0 ? "passed" : "failed"}`);
    for (const [line] of text.matchAll(/^(?:skipped: .*|tests .* left out: .*)$/gm)) leftOut.add(line.trim());
    if (code !== 0) worst = code;
  }
  return worst;
}

function say(startMs, text) {
  process.stderr.write(`${String(Math.round((Date.now() - startMs) / 1_000)).padStart(4)} s  ${text}\n`);
}

function runQuietly(vitestArgs) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [VITEST, "run", ...vitestArgs], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
    child.on("close", (code) => resolve({ code: code ?? 1, text }));
  });
}

function runHere(vitestArgs) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [VITEST, "run", ...vitestArgs], { cwd: ROOT, stdio: "inherit" });
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
