import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A program on a terminal, as a user has it. */
export interface UserTerminal {
  type(text: string): void;
  /** Waits until the terminal shows something, and answers all of it, without carriage returns. */
  shows(what: RegExp | string): Promise<string>;
  resize(columns: number, rows: number): void;
  /** The exit code. */
  readonly ended: Promise<number>;
}

export interface TerminalOptions {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly columns?: number;
  readonly rows?: number;
}

const SHOW_LIMIT_MS = 30_000;
const LOOK_MS = 20;

/** Runs a program with its arguments, as the shell reads them, on a terminal of its own, with util-linux's `script`; ends with the test. */
export function openTerminal(command: string, options: TerminalOptions): UserTerminal {
  const { directory, environment, columns = 120, rows = 40 } = options;
  const own = mkdtempSync(join(tmpdir(), "trainyard-terminal-"));
  const device = join(own, "tty");
  const line = `tty >'${device}'; stty cols ${columns} rows ${rows}; exec ${command}`;
  const child = spawn("script", ["-qefc", line, "/dev/null"], {
    cwd: directory,
    env: { ...environment, SHELL: "/bin/sh", TERM: "xterm" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let shown = "";
  child.stdout.on("data", (chunk: Buffer) => (shown += chunk.toString().replaceAll("\r", "")));
  child.stdin.on("error", () => undefined);
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  onTestFinished(async () => {
    child.kill();
    await ended;
    rmSync(own, { recursive: true, force: true });
  });
  return {
    ended,
    type: (text) => void child.stdin.write(text),
    async shows(what) {
      const deadlineMs = Date.now() + SHOW_LIMIT_MS;
      while (Date.now() < deadlineMs) {
        if (typeof what === "string" ? shown.includes(what) : what.test(shown)) return shown;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      throw new Error(`the terminal does not show ${what}:\n${shown}`);
    },
    resize(newColumns, newRows) {
      if (!existsSync(device)) throw new Error("the terminal is not open yet");
      const name = readFileSync(device, "utf8").trim();
      spawnSync("stty", ["-F", name, "cols", String(newColumns), "rows", String(newRows)]);
    },
  };
}
