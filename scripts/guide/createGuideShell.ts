import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runSession } from "./runSession.ts";

export interface BlockResult {
  /** Commands of the block that failed; in a pipe only the last one counts. */
  readonly failedCount: number;
  /** What it printed, both streams. */
  readonly output: string;
}

/** One bash for all blocks, so that what a block exports is there for the next. */
export interface GuideShell {
  run(script: string): Promise<BlockResult>;
  /** Types lines in the shell that a program opens, and answers what was shown. @throws {Error} when it fails. */
  type(command: string, lines: readonly string[]): Promise<string>;
  end(): Promise<void>;
}

export function createGuideShell(directory: string, environment: NodeJS.ProcessEnv): GuideShell {
  const child = spawn("bash", ["--noprofile", "--norc"], {
    cwd: directory,
    env: environment,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let output = "";
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
    listeners.clear();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    tell();
  });
  void ended.then(tell);

  return {
    async run(script) {
      const mark = randomUUID();
      const file = join(directory, `.block-${mark}`);
      // The last status must be good: `source` itself would count as a failed command.
      writeFileSync(file, `${script}\n:\n`);
      output = "";
      child.stdin.write(
        `failed=0; trap 'failed=$((failed + 1))' ERR; source ${file} 2>&1 < /dev/null; trap - ERR; echo "${mark} $failed"\n`,
      );
      const end = new RegExp(`${mark} (\\d+)\\n`);
      let found = end.exec(output);
      while (found === null) {
        if (child.exitCode !== null) throw new Error(`the shell ended:\n${output}`);
        await new Promise<void>((resolve) => listeners.add(resolve));
        found = end.exec(output);
      }
      return { failedCount: Number(found[1]), output: output.slice(0, found.index) };
    },
    type: (command, lines) => runSession(command, lines, { directory, environment }),
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
