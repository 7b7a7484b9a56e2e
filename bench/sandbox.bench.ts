import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fastestMs, tell } from "./measure.ts";

const PROGRAM = resolve("bin/trainyard.js");
const RUNS = 5;
const PROJECT = "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0 }\n";

const directory = mkdtempSync(join(tmpdir(), "trainyard-bench-"));
const environment = {
  ...process.env,
  TRAINYARD_STATE_DIR: join(directory, "state"),
  TRAINYARD_HOSTS: "simulated",
};
writeFileSync(join(directory, "trainyard.yaml"), PROJECT);

function trainyard(...args: string[]): number {
  const startMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: directory,
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`trainyard ${args.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - startMs;
}

/** Wall time from the start of the process until it says that it answers. */
async function readyMs(): Promise<number> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [PROGRAM, "sandbox", "start", "--json"], {
    env: environment,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise<void>((settle) => {
    child.stdout.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("sandbox-ready")) settle();
    });
  });
  const ms = performance.now() - startMs;
  child.kill();
  await new Promise((settle) => child.on("close", settle));
  return ms;
}

const bareMs = fastestMs(10, process.execPath, ["-e", "0"]);
const fastest = { ready: Infinity, detached: Infinity, up: Infinity, again: Infinity, down: Infinity };
try {
  for (let run = 0; run < RUNS; run += 1) {
    fastest.ready = Math.min(fastest.ready, await readyMs());
    fastest.detached = Math.min(
      fastest.detached,
      trainyard("sandbox", "start", "--detach", "--speed", "max"),
    );
    fastest.up = Math.min(fastest.up, trainyard("up", "--sandbox", "--yes"));
    fastest.again = Math.min(fastest.again, trainyard("up", "--sandbox", "--yes"));
    fastest.down = Math.min(
      fastest.down,
      trainyard("down", "--sandbox", "--yes", "--discard", "scratch", "--discard", "home"),
    );
    trainyard("sandbox", "reset", "--yes");
    trainyard("sandbox", "stop");
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
const rows = [
  { what: "sandbox until it answers", ms: fastest.ready, aim: "500 ms (bare node -e 0)" },
  { what: "sandbox start --detach", ms: fastest.detached, aim: "none (bare node -e 0)" },
  { what: "up from nothing to CREATE_COMPLETE", ms: fastest.up, aim: "none (bare node -e 0)" },
  { what: "up with nothing to do", ms: fastest.again, aim: "none (bare node -e 0)" },
  { what: "down with everything", ms: fastest.down, aim: "none (bare node -e 0)" },
];
for (const { what, ms, aim } of rows)
  tell({ what, figure: `${ms.toFixed(0)} ms`, baseline: `${bareMs.toFixed(0)} ms`, ratio: ms / bareMs, aim });
