import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createProgram, type Program, type ProgramResult } from "../support/createProgram.ts";
import { openTerminal, type UserTerminal } from "./openTerminal.ts";

const SCRIPT = join(import.meta.dirname, "../../bin/trainyard.js");
const PROJECT = `name: ml-cluster
region: us-west-2
capacity: { reservation: cr-0123456789abcdef0, count: 2 }
cluster:
  Scheduling:
    SlurmQueues:
      - Name: compute-gpu
        # The head node has it by itself: compute nodes are entered through Systems Manager as well.
        Iam: { AdditionalIamPolicies: [{ Policy: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }] }
`;

/** The guide's cluster of real hosts and real Slurm on the built sandbox, as a user has it. */
export interface SessionCluster {
  readonly program: Program;
  readonly endpoint: string;
  /** Runs a command of trainyard to its end. */
  run(...args: string[]): Promise<ProgramResult>;
  /** Runs a command of trainyard on a terminal. */
  open(command: string): UserTerminal;
  /** For other programs, without anything of an account of the user's. */
  readonly environment: Readonly<Record<string, string>>;
  /** What `trainyard ssh-config` says. */
  sshConfig(): Promise<SshEntry>;
  end(): Promise<void>;
}

export interface SshEntry {
  readonly address: string;
  readonly options: Readonly<Record<string, string>>;
  /** A file for `ssh -F`. */
  readonly file: string;
}

/** Makes it; the cluster's two nodes run then. */
export async function startSessionCluster(): Promise<SessionCluster> {
  const program = createProgram();
  program.write("trainyard.yaml", PROJECT);
  await succeed(program, ["sandbox", "start", "--detach", "--speed", "max", "--hosts", "namespaces"]);
  await succeed(program, ["up", "--sandbox", "--yes"]);
  const { endpoint } = JSON.parse(readFileSync(join(program.stateDirectory, "sandbox.json"), "utf8"));
  const environment = environmentOf(program, endpoint);
  return {
    program,
    endpoint,
    environment,
    run: (...args) => program.run(args),
    open: (command) =>
      openTerminal(`${process.execPath} ${SCRIPT} ${command}`, { directory: program.directory, environment }),
    async sshConfig() {
      const entry = await succeed(program, ["ssh-config", "--sandbox"]);
      const { events } = await succeed(program, ["ssh-config", "--sandbox", "--json"]);
      const { address, options }: { address: string; options: Record<string, string> } = JSON.parse(
        JSON.stringify(events[0]),
      );
      return { address, options, file: program.write("ssh-config", entry.stdout) };
    },
    end: () => program.end(),
  };
}

/** @throws {Error} when the command fails. */
async function succeed(program: Program, args: readonly string[]): Promise<ProgramResult> {
  const result = await program.run(args);
  if (result.code === 0) return result;
  throw new Error(`${args.join(" ")} ended with ${result.code}: ${result.stdout}${result.stderr}`);
}

function environmentOf(program: Program, endpoint: string): Record<string, string> {
  const none = join(program.directory, "no-aws-config");
  return {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOME: program.directory,
    LC_ALL: "C.UTF-8",
    TRAINYARD_STATE_DIR: program.stateDirectory,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "AKIASANDBOX000000000",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_DEFAULT_REGION: "us-west-2",
    AWS_REGION: "us-west-2",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
  };
}
