import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OfficialCli } from "./officialClis.ts";

export const REGION = "us-west-2";

export interface PclusterResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PclusterOptions {
  /** What is typed at its prompts. */
  readonly input?: string;
  /** Ends the program when it says so. */
  readonly signal?: AbortSignal;
}

export type JsonAnswer = Readonly<Record<string, unknown>>;

/** The official program in an empty directory, with nothing but the variables of `sandbox env`. */
export interface Pcluster {
  readonly directory: string;
  /** Runs a command; its arguments are separated by single spaces. */
  run(command: string, options?: PclusterOptions): Promise<PclusterResult>;
  /** Runs it and reads the JSON that it printed, whatever its exit status. */
  json(command: string): Promise<JsonAnswer>;
  write(file: string, text: string): void;
  end(): void;
}

export function createPcluster(cli: OfficialCli, endpoint: string): Pcluster {
  const directory = mkdtempSync(join(tmpdir(), "trainyard-official-"));
  const environment = { ...sandboxVariables(endpoint, directory), HOME: directory, PATH: pathOf(cli) };

  async function run(command: string, options: PclusterOptions = {}): Promise<PclusterResult> {
    const child = spawn(join(cli.binPath, "pcluster"), command.split(" "), {
      cwd: directory,
      env: environment,
      stdio: "pipe",
      ...(options.signal === undefined ? {} : { signal: options.signal, killSignal: "SIGKILL" }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    const code = await new Promise<number>((resolve, reject) => {
      child.on("error", (error) => (error.name === "AbortError" ? undefined : reject(error)));
      child.on("close", (status) => resolve(status ?? -1));
    });
    return { code, stdout, stderr };
  }

  return {
    directory,
    run,
    async json(command) {
      const { code, stdout, stderr } = await run(command);
      try {
        return JSON.parse(stdout);
      } catch (error) {
        const failure = `pcluster ${command} ended with ${code}:\n${stdout}\n${stderr}`;
        throw new Error(failure, { cause: error });
      }
    },
    write: (file, text) => writeFileSync(join(directory, file), text),
    end: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** As `trainyard sandbox env` prints them. */
function sandboxVariables(endpoint: string, directory: string): Readonly<Record<string, string>> {
  const none = join(directory, "no-aws-config");
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "AKIASANDBOX000000000",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_DEFAULT_REGION: REGION,
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    HTTPS_PROXY: endpoint,
    NO_PROXY: "127.0.0.1,localhost",
  };
}

/** It starts `node` for its templates. */
function pathOf({ binPath }: OfficialCli): string {
  return `${binPath}:${process.env["PATH"] ?? "/usr/bin:/bin"}`;
}
