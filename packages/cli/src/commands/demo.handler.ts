import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { askStatus, command, findSandbox, stopSandbox } from "../session/sandboxProcess.ts";
import { hostsWanted } from "../session/sandboxHosts.ts";
import { startDetached } from "../session/startDetached.ts";
import { openDesign } from "../session/openDesign.ts";
import { handleDown } from "./down.handler.ts";
import { DEFAULT_PROJECT_FILE } from "./projectFlag.ts";
import { handleStatus } from "./status.handler.ts";
import { handleSubmit } from "./submit.handler.ts";
import { handleUp } from "./up.handler.ts";

/** The guide's own values; the reservation is one of those that a fresh sandbox holds. */
const SAMPLE_PROJECT = `# A training cluster on reserved capacity. What is not said here has the
# reference architecture's value: docs/reference/project-file.md
name: ml-cluster
region: us-west-2
capacity:
  reservation: cr-0123456789abcdef0   # 16 p5.48xlarge; type, zone and count are read from it
`;

const SIMULATED_HOSTS = "No process runs on its hosts, so there is no Slurm and no job.";

const FILE_ONLY = { file: undefined };

const REAL_HOSTS =
  "Its hosts are sets of Linux namespaces with real Slurm; nothing of them reaches this machine's network.";

const SAMPLE_TEXT = "From a capacity reservation to a running training job, and back to an empty account.\n";

const EXPORT_DEADLINE_MS = 20_000;
const LOOK_INTERVAL_MS = 200;

const JOB_FLAGS = {
  nodes: undefined,
  "gpus-per-node": undefined,
  partition: undefined,
  name: undefined,
  option: [],
  "with-files": true,
  "no-follow": false,
} as const;

export async function handleDemo(
  { flags }: { readonly flags: { readonly keep: boolean } },
  context: CommandContext,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "trainyard-demo-"));
  const demo = inside(directory, context);
  try {
    await rehearse(demo, directory);
    if (flags.keep) tellHowToPlay(directory, context);
    else
      await handleDown({ flags: { ...FILE_ONLY, discard: ["scratch", "home"], "no-export": false } }, demo);
  } finally {
    if (!flags.keep) await cleanUp(demo, directory);
  }
}

async function rehearse(demo: CommandContext, directory: string): Promise<void> {
  const { output } = demo;
  mkdirSync(join(directory, "state"), { mode: 0o700 });
  writeFileSync(join(directory, DEFAULT_PROJECT_FILE), SAMPLE_PROJECT);
  output.progress(
    `${heading("The project file", demo)}\n${readFileSync(join(directory, DEFAULT_PROJECT_FILE), "utf8")}`,
  );
  const sandbox = await startDetached(demo, [], hostsWanted(undefined, demo));
  const real = (await askStatus(sandbox))?.["hosts"] === "namespaces";
  output.progress(
    `${heading("A sandbox", demo)}\nA local AWS answers at ${sandbox.endpoint}. ${real ? REAL_HOSTS : SIMULATED_HOSTS}\n`,
  );
  output.progress(heading("trainyard up", demo));
  await handleUp({ flags: FILE_ONLY }, demo);
  output.progress(`\n${heading("trainyard status", demo)}`);
  await handleStatus({ flags: { ...FILE_ONLY, nodes: false } }, demo);
  if (real) await train(demo);
  output.progress("");
}

/** A two-node job on real Slurm, from data in S3 to checkpoints in S3. */
async function train(demo: CommandContext): Promise<void> {
  const { output, signal } = demo;
  const { gateways, resolved, clock } = await openDesign(undefined, demo);
  const bucket = resolved.bucketName ?? "";
  output.progress(
    `\n${heading(`data: s3://${bucket}/text/sample.txt, which is /fsx/data/text/sample.txt on the nodes`, demo)}`,
  );
  await gateways.data.writeObject(
    { bucket, key: "text/sample.txt", content: SAMPLE_TEXT.repeat(200) },
    signal,
  );
  output.progress(`\n${heading("trainyard submit --with-files train.sbatch --epochs 10", demo)}`);
  const script = fileURLToPath(new URL("../examples/train/train.sbatch", import.meta.url));
  const exitCode = await handleSubmit(
    { flags: { ...JOB_FLAGS, file: undefined }, positionals: [script], rest: ["--epochs", "10"] },
    demo,
  );
  if (exitCode !== 0)
    throw new TrainyardError("JOB_FAILED", `the demo's job ended with exit code ${exitCode}`, {
      hint: "Its output above says why; run `trainyard demo --keep` to look at it on the cluster.",
    });
  output.progress(`\n${heading(`checkpoints in s3://${bucket}`, demo)}`);
  const deadlineMs = clock.nowMs() + EXPORT_DEADLINE_MS;
  let keys: readonly string[] = [];
  while (keys.length === 0 && clock.nowMs() < deadlineMs) {
    await clock.sleep(LOOK_INTERVAL_MS, signal);
    const found = await gateways.data.listKeys(bucket, "checkpoints/", signal);
    keys = found.filter((key) => !key.endsWith("/"));
  }
  output.event({ type: "demo-checkpoints", bucket, keys });
  output.result(keys.map((key) => `  s3://${bucket}/${key}`).join("\n"));
}

function inside(directory: string, context: CommandContext): CommandContext {
  const globals = {
    ...context.globals,
    directory,
    state: join(directory, "state"),
    sandbox: true,
    yes: true,
    region: undefined,
    endpointUrl: undefined,
  };
  return { ...context, globals };
}

function heading(text: string, { output }: CommandContext): string {
  return output.paint("bold", `── ${text}`);
}

function tellHowToPlay(directory: string, { output }: CommandContext): void {
  output.event({ type: "demo-kept", directory, stateDirectory: join(directory, "state") });
  output.result(
    [
      "The cluster is up. Play with it:",
      `  cd ${directory}`,
      "  export TRAINYARD_STATE_DIR=$PWD/state",
      "  trainyard status --sandbox",
      "  trainyard events --sandbox",
      '  eval "$(trainyard sandbox env)"   # then any AWS client: aws ec2 describe-instances',
      "  trainyard down --sandbox && trainyard sandbox stop",
    ].join("\n"),
  );
}

async function cleanUp(demo: CommandContext, directory: string): Promise<void> {
  const sandbox = await findSandbox(demo);
  if (sandbox !== undefined) {
    // Files of users of a user namespace are removed from within: this process may not.
    await command(sandbox, "reset");
    await stopSandbox(sandbox);
  }
  rmSync(directory, { recursive: true, force: true });
}
