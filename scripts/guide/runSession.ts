import { spawn } from "node:child_process";

export interface SessionPlace {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** What a shell shows at the end when it waits for a line. */
const PROMPT = /[$#] $/;
const LONGEST_SESSION_MS = 60_000;

/**
 * Runs a program that opens a shell on a terminal, and types the lines, each when the shell waits for it.
 * @returns what the terminal showed.
 * @throws {Error} when the program does not end by itself.
 */
export async function runSession(
  command: string,
  lines: readonly string[],
  { directory, environment }: SessionPlace,
): Promise<string> {
  const child = spawn("script", ["-qefc", command, "/dev/null"], {
    cwd: directory,
    env: { ...environment, SHELL: "/bin/sh", TERM: "dumb" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const left = [...lines];
  let shown = "";
  let answered = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString().replaceAll("\r", "");
    if (left.length === 0 || !PROMPT.test(shown.slice(answered))) return;
    answered = shown.length;
    child.stdin.write(`${left.shift() ?? ""}\n`);
  });
  child.stdin.on("error", () => undefined);
  const limit = setTimeout(() => child.kill(), LONGEST_SESSION_MS);
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? -1));
  });
  clearTimeout(limit);
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${shown}`);
  return shown;
}
