import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";

const SCRIPT = join(dirname(dirname(import.meta.dirname)), "bin/trainyard.js");

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON lines of stdout. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Ends the program when it returns true for an output so far. */
  readonly killWhen?: (stdout: string) => boolean;
}

/** The built command line in a directory and with a sandbox of its own. */
export interface Program {
  readonly directory: string;
  readonly stateDirectory: string;
  run(args: readonly string[], options?: RunOptions): Promise<ProgramResult>;
  write(file: string, text: string): string;
  /** Stops the sandbox, if one runs, and removes the directory. */
  end(): Promise<void>;
}

export function createProgram(): Program {
  const directory = mkdtempSync(join(tmpdir(), "trainyard-e2e-"));
  const stateDirectory = join(directory, "state");
  const run = (args: readonly string[], options: RunOptions = {}) =>
    runProgram(args, directory, stateDirectory, options);
  return {
    directory,
    stateDirectory,
    run,
    write(file, text) {
      const path = join(directory, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    async end() {
      await run(["sandbox", "stop"]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function runProgram(
  args: readonly string[],
  directory: string,
  stateDirectory: string,
  { environment = {}, killWhen }: RunOptions,
): Promise<ProgramResult> {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    // What needs no processes on hosts is quicker without; tests that do need them name their own choice.
    env: {
      ...isolated(directory),
      TRAINYARD_STATE_DIR: stateDirectory,
      TRAINYARD_HOSTS: "simulated",
      ...environment,
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    if (killWhen?.(stdout) === true) child.kill("SIGKILL");
  });
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? -1));
  });
  return { code, stdout, stderr, events: eventsOf(stdout) };
}

/** The machine's environment without anything that could lead to a real account. */
function isolated(directory: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("AWS_") && !name.startsWith("TRAINYARD_"),
  );
  const none = join(directory, "no-aws-config");
  return {
    ...Object.fromEntries(kept),
    HOME: directory,
    // The packages of the hosts are installed once on a machine, not once for each test.
    XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function eventsOf(stdout: string): Readonly<Record<string, unknown>>[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line) => JSON.parse(line));
}
