import { spawn } from "node:child_process";
import { env } from "node:process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RemoteCommand, RemoteGateway, RemoteResult } from "../../ports/RemoteGateway.ts";
import type { RemoteNode } from "../runRemote.ts";

/** A node that is a shell of this machine, with programs of the test's own in front of the real ones. */
export interface ShellNode {
  readonly node: RemoteNode;
  readonly home: string;
  readonly sent: readonly RemoteCommand[];
  /** Puts a program (shell) on the node's path. */
  readonly program: (name: string, script: string) => void;
  remove(): void;
}

const MOST_STDOUT = 24_000;

export function createShellNode(): ShellNode {
  const directory = mkdtempSync(join(tmpdir(), "trainyard-node-"));
  const home = join(directory, "home");
  const bin = join(directory, "bin");
  const sent: RemoteCommand[] = [];
  const results: Promise<RemoteResult>[] = [];
  for (const path of [home, bin]) mkdirSync(path);
  const program = (name: string, script: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program("getent", `printf 'ubuntu:x:1000:1000::%s:/bin/bash\\n' "${home}"`);
  program("id", "echo 1000");
  program("setpriv", `while [ "$1" != -- ]; do shift; done; shift; exec "$@"`);
  const remote: RemoteGateway = {
    start: async (_instanceId, command) => {
      sent.push(command);
      return String(results.push(runLines(command, `${bin}:${env["PATH"] ?? ""}`)) - 1);
    },
    result: async (_instanceId, id) => (await results[Number(id)]) ?? "running",
    cancel: async () => undefined,
    openSession: () => Promise.reject(new Error("no sessions")),
    resumeSession: async () => "ended",
    closeSession: async () => undefined,
  };
  const clock = { nowMs: () => 0, sleep: () => Promise.resolve() };
  return {
    node: { remote, clock, pollIntervalMs: 1, instanceId: "i-1" },
    home,
    sent,
    program,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function runLines({ lines }: RemoteCommand, path: string): Promise<RemoteResult> {
  const child = spawn("sh", [], { stdio: ["pipe", "pipe", "pipe"], env: { PATH: path } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("latin1")));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(`${lines.join("\n")}\n`);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? -1));
  });
  return {
    status: exitCode === 0 ? "Success" : "Failed",
    exitCode,
    stdout: stdout.slice(0, MOST_STDOUT),
    stderr,
  };
}
