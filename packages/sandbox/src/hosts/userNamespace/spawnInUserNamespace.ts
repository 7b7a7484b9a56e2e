import { spawn, type ChildProcess, type SpawnOptions, type StdioOptions } from "node:child_process";
import { homedir } from "node:os";
import { Duplex } from "node:stream";
import { HostError } from "../HostError.ts";
import { runProgram } from "../namespaces/runProgram.ts";
import { MAPPED_USER_COUNT, type UserRange, type UserRanges } from "./userRanges.ts";

export interface UserNamespaceOptions {
  readonly ranges: UserRanges;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdio: [StdioPart, StdioPart, StdioPart];
  /** Goes on when this process ends; else it is killed then. */
  readonly detached: boolean;
}

type StdioPart = "ignore" | "inherit" | "pipe" | number;

/**
 * Runs in the new namespace: waits until its users are mapped, becomes its root, and then the program. Capabilities
 * that were kept until then are given up with the rest: root gets all of them anew.
 */
const ENTER_SCRIPT = `
death=$1
shift
echo here >&3
read -r _ <&3 || exit 1
exec 3>&-
exec setpriv --reuid 0 --regid 0 --clear-groups --inh-caps=-all --ambient-caps=-all $death -- "$@"
`;

const READING_END = 3;

/**
 * Starts a program as root of a user namespace of its own, which has the user of this process as root and the ranges'
 * users as all others. The process id stays the program's.
 * @throws {HostError} `HOST_FAILED` with the words of the machine when it does not let.
 */
export async function spawnInUserNamespace(
  argv: readonly string[],
  { ranges, environment, stdio, detached }: UserNamespaceOptions,
): Promise<ChildProcess> {
  const death = detached ? "" : "--pdeathsig=KILL";
  const enter = ["--user", "--keep-caps", "--", "sh", "-c", ENTER_SCRIPT, "enter", death, ...argv];
  const allStdio: StdioOptions = [...stdio, "pipe"];
  const options: SpawnOptions = { detached: true, stdio: allStdio, env: rootsEnvironment(environment) };
  const child = spawn("unshare", enter, options);
  try {
    await mapUsers(child, ranges);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return child;
}

/** Root's own home would be looked up in the namespace's accounts; other users' paths lack root's programs. */
function rootsEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    HOME: homedir(),
    ...environment,
    PATH: `${environment["PATH"] ?? "/usr/bin:/bin"}:/usr/sbin:/sbin`,
  };
}

async function mapUsers(child: ChildProcess, ranges: UserRanges): Promise<void> {
  const line = child.stdio[READING_END];
  if (!(line instanceof Duplex)) throw new HostError("HOST_FAILED", "there is no way to the user namespace");
  line.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    line.once("data", () => resolve());
    child.once("error", (error) => reject(new HostError("HOST_FAILED", `unshare: ${error.message}`)));
    child.once("exit", () =>
      reject(new HostError("HOST_FAILED", "the kernel does not let this user make a user namespace")),
    );
  });
  const pid = child.pid ?? 0;
  await Promise.all([
    map("newuidmap", pid, process.getuid?.() ?? 0, ranges.users),
    map("newgidmap", pid, process.getgid?.() ?? 0, ranges.groups),
  ]);
  line.end("mapped\n");
}

/** The maker becomes root; 1 and so on are the range's. */
async function map(program: string, pid: number, own: number, { first }: UserRange): Promise<void> {
  const numbers = [pid, 0, own, 1, 1, first, MAPPED_USER_COUNT].map(String);
  const { exitCode, stderr } = await runProgram(program, numbers);
  if (exitCode !== 0) throw new HostError("HOST_FAILED", `${program} failed: ${stderr.trim()}`);
}
