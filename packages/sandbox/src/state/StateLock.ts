import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
    const text = readLock(path);
    const owner = ownerIn(text);
    if (owner !== undefined && isAlive(owner)) throw new StateInUseError(directory, owner.pid);
    if (text !== undefined) removeDeadLock(path, text);
  }
  throw new StateInUseError(directory, ownerIn(readLock(path))?.pid ?? 0);
}

/** Process id of the sandbox that uses a directory; undefined when none does. */
export function lockOwnerOf(directory: string): number | undefined {
  const owner = ownerIn(readLock(join(directory, LOCK_FILE)));
  return owner !== undefined && isAlive(owner) ? owner.pid : undefined;
}

/** The lock appears with its content in one step; false when there is one already. */
function createLock(path: string): boolean {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, `${process.pid} ${startTicksOf(process.pid)}\n`, { mode: 0o600 });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(temporary);
  }
}

/** Removes the lock that was read, and not one that another process has put in its place meanwhile. */
function removeDeadLock(path: string, text: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (readLock(aside) !== text) linkSync(aside, path);
    rmSync(aside);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function ownerIn(text: string | undefined): LockOwner | undefined {
  const [pid = "", startTicks = ""] = (text ?? "").trim().split(" ");
  return /^\d+$/.test(pid) ? { pid: Number(pid), startTicks } : undefined;
}

function isAlive({ pid, startTicks }: LockOwner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM");
  }
  const { state, ticks } = processOf(pid);
  // A zombie only waits for its parent to ask how it ended: it holds nothing.
  return startTicks === ticks && state !== "Z";
}

function startTicksOf(pid: number): string {
  return processOf(pid).ticks;
}

/** State letter and start time of a process; both empty where the system does not tell. */
function processOf(pid: number): { readonly state: string; readonly ticks: string } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", ticks: fields[19] ?? "" };
  } catch {
    // No /proc on this system, or the process has just ended.
    return { state: "", ticks: "" };
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
