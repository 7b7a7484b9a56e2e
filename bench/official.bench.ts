import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createPcluster } from "../e2e/official/createPcluster.ts";
import { prepareOfficialClis, type OfficialCli } from "../e2e/official/officialClis.ts";
import { tell } from "./measure.ts";

const PROGRAM = resolve("bin/trainyard.js");
const RUNS = 3;
const PROJECT = "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0 }\n";
const directory = mkdtempSync(join(tmpdir(), "trainyard-bench-"));
const stateDirectory = join(directory, "state");

function trainyard(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: directory,
    env: { ...process.env, TRAINYARD_STATE_DIR: stateDirectory, TRAINYARD_HOSTS: "simulated" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`trainyard ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Wall time of `up`, with everything but the cluster there. */
function upMs(): number {
  const startMs = performance.now();
  trainyard("up", "--sandbox", "--yes");
  const ms = performance.now() - startMs;
  trainyard("down", "--sandbox", "--yes");
  return ms;
}

/** Wall time of the official creation of the same cluster until its stack is complete. */
async function officialMs(cli: OfficialCli, endpoint: string, name: string): Promise<number> {
  const pcluster = createPcluster(cli, endpoint);
  try {
    pcluster.write("cluster.yaml", trainyard("template", "cluster-config", "--sandbox"));
    const startMs = performance.now();
    await pcluster.run(`create-cluster -n ${name} -c cluster.yaml --rollback-on-failure false`);
    while ((await stackStatus(endpoint, name)) !== "CREATE_COMPLETE");
    const ms = performance.now() - startMs;
    await pcluster.run(`delete-cluster -n ${name}`);
    return ms;
  } finally {
    pcluster.end();
  }
}

/** @throws {Error} when the stack has failed or was never made. */
async function stackStatus(endpoint: string, name: string): Promise<string> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260105/us-west-2/cloudformation/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
    },
    body: `Action=DescribeStacks&Version=2010-05-15&StackName=${name}`,
  });
  const text = await answer.text();
  const status = /<StackStatus>(\w+)</.exec(text)?.[1];
  if (status === "CREATE_COMPLETE" || status === "CREATE_IN_PROGRESS") return status;
  throw new Error(`the official creation failed: ${text}`);
}

try {
  writeFileSync(join(directory, "trainyard.yaml"), PROJECT);
  trainyard("sandbox", "start", "--detach", "--speed", "max", "--hosts", "simulated");
  const { endpoint } = JSON.parse(readFileSync(join(stateDirectory, "sandbox.json"), "utf8"));
  upMs();
  const baselineMs = Math.min(...Array.from({ length: RUNS }, upMs));
  const { clis, missing } = prepareOfficialClis();
  for (const { title, reason } of missing) console.log(`pcluster ${title}: not here, ${reason}`);
  for (const cli of clis) {
    let ms = Infinity;
    // Names of their own: the log group of a deleted cluster stays, and its name has the minute of its creation.
    for (let run = 0; run < RUNS; run += 1)
      ms = Math.min(ms, await officialMs(cli, endpoint, `run-${run}-${cli.title.replaceAll(".", "-")}`));
    tell({
      what: `pcluster ${cli.title} create-cluster`,
      figure: `${(ms / 1_000).toFixed(1)} s`,
      baseline: `${(baselineMs / 1_000).toFixed(1)} s`,
      ratio: ms / baselineMs,
      aim: "none: it is the official program's own time (baseline: trainyard up)",
    });
  }
} finally {
  trainyard("sandbox", "stop");
  rmSync(directory, { recursive: true, force: true });
}
