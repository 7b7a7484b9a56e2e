import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandContext } from "../command/CommandContext.ts";
import { findSandbox, startDetached, stopSandbox } from "../session/sandboxProcess.ts";
import { handleDown } from "./down.handler.ts";
import { DEFAULT_PROJECT_FILE } from "./projectFlag.ts";
import { handleStatus } from "./status.handler.ts";
import { handleUp } from "./up.handler.ts";

/** The guide's own values; the reservation is one of those that a fresh sandbox holds. */
const SAMPLE_PROJECT = `# A training cluster on reserved capacity. What is not said here has the
# reference architecture's value: docs/reference/project-file.md
name: ml-cluster
region: us-west-2
capacity:
  reservation: cr-0123456789abcdef0   # 16 p5.48xlarge; type, zone and count are read from it
`;

const FILE_ONLY = { file: undefined };

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
  const sandbox = await startDetached(demo, []);
  output.progress(
    `${heading("A sandbox", demo)}\nA local AWS answers at ${sandbox.endpoint}; hosts are simulated: no process runs on them.\n`,
  );
  output.progress(heading("trainyard up", demo));
  await handleUp({ flags: FILE_ONLY }, demo);
  output.progress(`\n${heading("trainyard status", demo)}`);
  await handleStatus({ flags: { ...FILE_ONLY, nodes: false } }, demo);
  output.progress("");
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
  if (sandbox !== undefined) await stopSandbox(sandbox);
  rmSync(directory, { recursive: true, force: true });
}
