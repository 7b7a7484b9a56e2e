import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { checkClusterConfig, instanceTypeTable, loadInstanceTypes } from "@trainyard/core";
import { z } from "zod";
import { preparePython } from "../e2e/foreign/pythonEnvironment.ts";
import { guideConfiguration, largestConfiguration } from "./clusterConfig/configurations.ts";
import { fastestMs, tell } from "./measure.ts";

const VERSION = "3.13.1";
const RUNS = 50;
const OFFICIAL_RUNS = 10;
const PROCESS_RUNS = 10;
const MEMORY_RUNS = 10_000;
const BYTES_PER_MIB = 1024 * 1024;

const officialSchema = z.array(z.object({ schemaMs: z.number(), allMs: z.number() }));
const instanceTypes = instanceTypeTable(await loadInstanceTypes());
const configurations = [
  { name: "guide", text: guideConfiguration() },
  { name: "50 queues", text: largestConfiguration() },
];

const directory = mkdtempSync(join(tmpdir(), "trainyard-bench-"));
try {
  const files = configurations.map(({ name, text }) => {
    const file = join(directory, `${name.replaceAll(" ", "-")}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  compareWithOfficial(files);
  tellMemory();
} finally {
  rmSync(directory, { recursive: true });
}

function compareWithOfficial(files: readonly string[]): void {
  const python = preparePython(`pcluster-${VERSION}`, [`aws-parallelcluster==${VERSION}`, "setuptools<81"]);
  if (python.kind === "unreachable") {
    console.log(`no comparison with the official library: ${python.reason}`);
    for (const { name, text } of configurations) console.log(`${name}: ${checkMs(text).toFixed(2)} ms`);
    return;
  }
  const program = join(python.binPath, "python");
  const official = measureOfficial(program, files);
  for (const [index, { name, text }] of configurations.entries()) {
    const ms = checkMs(text);
    const baseline = official[index];
    if (baseline === undefined) throw new Error("the official library measured too few files");
    tellCheck(`${name}, schema and rules`, ms, baseline.allMs, "20");
    tellCheck(`${name}, to its schema`, ms, baseline.schemaMs, "-");
  }
  const [guide = ""] = files;
  const ours = fastestMs(PROCESS_RUNS, process.execPath, [
    "bin/trainyard.js",
    "check",
    "--offline",
    "--cluster-config",
    guide,
  ]);
  const whole = fastestMs(3, program, officialArguments([guide], 1));
  tellCheck("guide, whole process", ours, whole, "8");
}

function tellCheck(what: string, ms: number, baselineMs: number, aim: string): void {
  tell({
    what,
    figure: `${ms.toFixed(1)} ms`,
    baseline: `${baselineMs.toFixed(0)} ms`,
    ratio: baselineMs / ms,
    aim: aim === "-" ? aim : `${aim} times faster`,
  });
}

function officialArguments(files: readonly string[], runs: number): readonly string[] {
  return [
    "bench/clusterConfig/measureOfficial.py",
    "packages/core/data/instance-types.json",
    String(runs),
    ...files,
  ];
}

function measureOfficial(program: string, files: readonly string[]): z.infer<typeof officialSchema> {
  const { status, stdout, stderr } = spawnSync(program, officialArguments(files, OFFICIAL_RUNS), {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the official library failed: ${stderr}`);
  return officialSchema.parse(JSON.parse(stdout));
}

function checkMs(text: string): number {
  let fastest = Infinity;
  for (let run = 0; run < RUNS; run += 1) {
    const startMs = performance.now();
    const { phase } = checkClusterConfig(text, { parallelClusterVersion: VERSION, instanceTypes });
    fastest = Math.min(fastest, performance.now() - startMs);
    if (phase !== "validators") throw new Error("the schema refuses the configuration");
  }
  return fastest;
}

/** Node hides its collector unless it is asked for. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
}

/** Heap in use at the middle and at the end of many checks. */
function tellMemory(): void {
  const [guide] = configurations;
  const used: number[] = [];
  for (let run = 1; run <= MEMORY_RUNS; run += 1) {
    checkClusterConfig(guide?.text ?? "", { parallelClusterVersion: VERSION, instanceTypes });
    if (run % (MEMORY_RUNS / 2) === 0) {
      collectGarbage();
      used.push(process.memoryUsage().heapUsed / BYTES_PER_MIB);
    }
  }
  const [middle = 0, end = 0] = used;
  tell({
    what: `heap after ${MEMORY_RUNS} checks`,
    figure: `${end.toFixed(0)} MiB`,
    baseline: `${middle.toFixed(0)} MiB`,
    ratio: end / middle,
    aim: "1.1 or less (half of the checks)",
  });
}
