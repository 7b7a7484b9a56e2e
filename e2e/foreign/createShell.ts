import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ForeignClients } from "./clients.ts";

export interface ShellResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A shell in which `aws` and `python` are the given clients and speak to the sandbox. */
export interface Shell {
  /** An empty directory, which is also the working and the home directory. */
  readonly directory: string;
  /** Runs a script of bash. */
  run(script: string, variables?: Readonly<Record<string, string>>): Promise<ShellResult>;
  /** The same; what it printed, without the last newline. @throws {Error} when it fails. */
  read(script: string, variables?: Readonly<Record<string, string>>): Promise<string>;
}

const LONGEST_OUTPUT_BYTES = 64 * 1024 * 1024;
export const REGION = "us-west-2";

/** Older clients know no `AWS_ENDPOINT_URL`, so that `aws` is a script that adds the option. */
export async function createShell(clients: ForeignClients, endpoint: string): Promise<Shell> {
  const directory = await mkdtemp(join(tmpdir(), "trainyard-foreign-"));
  const bin = join(directory, ".bin");
  await mkdir(bin);
  await writeScript(join(bin, "aws"), `exec ${clients.awsPath} --endpoint-url ${endpoint} "$@"`);
  await writeScript(join(bin, "python"), `exec ${clients.pythonPath} "$@"`);
  const environment = {
    PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`,
    HOME: directory,
    LC_ALL: "C.UTF-8",
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "AKIDFOREIGN",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_DEFAULT_REGION: REGION,
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
  };
  async function run(script: string, variables: Readonly<Record<string, string>> = {}): Promise<ShellResult> {
    return new Promise((resolve) => {
      const options = {
        cwd: directory,
        env: { ...environment, ...variables },
        maxBuffer: LONGEST_OUTPUT_BYTES,
      };
      const child = execFile("bash", ["-c", script], options, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode ?? 1, stdout, stderr }),
      );
    });
  }
  return {
    directory,
    run,
    async read(script, variables) {
      const { code, stdout, stderr } = await run(script, variables);
      if (code !== 0) throw new Error(`${script}\nended with ${code}:\n${stderr}`);
      return stdout.replace(/\n$/, "");
    },
  };
}

async function writeScript(path: string, text: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
}
