import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Two sandboxes cannot share a state directory: thrown as an Error with the code `ESTATEINUSE` and the owner's `pid`. */
export class StateInUseError extends Error {
  readonly code = "ESTATEINUSE";
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(`the state directory ${directory} is in use by the sandbox with pid ${pid}`);
    this.name = "StateInUseError";
    this.pid = pid;
  }
}

interface LockOwner {
  readonly pid: number;
  /** When the process started, in ticks since the machine did: a process id alone may be another process by now. */
  readonly startTicks: string;
}

const LOCK_FILE = "lock";
const ATTEMPTS = 5;

/**
 * Takes the lock of a state directory; a lock whose owner has died is taken over.
 * @returns a function that gives it back.
 * @throws {StateInUseError}
 */
export function lockStateDirectory(directory: string): () => void {
  const path = join(directory, LOCK_FILE);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (createLock(path)) return () => rmSync(path, { force: true });
    const owner = readOwner(path);
    if (owner !== undefined && isAlive(owner)) throw new StateInUseError(directory, owner.pid);
    rmSync(path, { force: true });
  }
  throw new StateInUseError(directory, readOwner(path)?.pid ?? 0);
}

/** Process id of the sandbox that uses a directory; undefined when none does. */
export function lockOwnerOf(directory: string): number | undefined {
  const owner = readOwner(join(directory, LOCK_FILE));
  return owner !== undefined && isAlive(owner) ? owner.pid : undefined;
}

function createLock(path: string): boolean {
  try {
    const file = openSync(path, "wx", 0o600);
    writeSync(file, `${process.pid} ${startTicksOf(process.pid)}\n`);
    closeSync(file);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

function readOwner(path: string): LockOwner | undefined {
  try {
    const [pid = "", startTicks = ""] = readFileSync(path, "utf8").trim().split(" ");
    return /^\d+$/.test(pid) ? { pid: Number(pid), startTicks } : undefined;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isAlive({ pid, startTicks }: LockOwner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM");
  }
  return startTicks === startTicksOf(pid);
}

/** Empty where the system does not tell. */
function startTicksOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in parentheses and may hold spaces; the start time is the 22nd.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
