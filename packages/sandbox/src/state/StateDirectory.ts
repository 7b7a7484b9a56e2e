import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { STATE_FORMAT, type SandboxState } from "../kernel/SandboxState.ts";
import { isJsonObject } from "../kernel/json.ts";
import { lockStateDirectory } from "./StateLock.ts";

/** The state in a directory is none that this version can read: an Error with the code `ESTATEFORMAT`. */
export class StateFormatError extends Error {
  readonly code = "ESTATEFORMAT";

  constructor(what: string) {
    super(`${what} is not a state of this version of the sandbox`);
    this.name = "StateFormatError";
  }
}

export const STATE_FILE = "state.json";
const DATA_FOLDER = "data";

/** What a sandbox keeps on disk: its state, and the contents of objects and file systems. One sandbox at a time. */
export class StateDirectory {
  readonly path: string;
  readonly #unlock: () => void;

  constructor(path: string) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    this.path = path;
    this.#unlock = lockStateDirectory(path);
    mkdirSync(this.dataPath, { recursive: true, mode: 0o700 });
    rmSync(this.incomingPath, { recursive: true, force: true });
    this.#sweep();
  }

  /** Contents of objects and file systems. */
  get dataPath(): string {
    return join(this.path, DATA_FOLDER);
  }

  /** Disks of hosts; outside of the data, so that a saved sandbox does not hold them. */
  get hostsPath(): string {
    return join(this.path, "hosts");
  }

  /** Uploads until their handler takes them; empty after every start. */
  get incomingPath(): string {
    return join(this.dataPath, "incoming");
  }

  /** The saved state, or undefined in a new directory. @throws {StateFormatError} */
  read(): SandboxState | undefined {
    let text: string;
    try {
      text = readFileSync(join(this.path, STATE_FILE), "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
    return parseState(text, join(this.path, STATE_FILE));
  }

  /** Replaces the saved state; a crash or a full disk leaves the old one or the new one. */
  async write(state: SandboxState): Promise<void> {
    const temporary = this.#temporaryPath();
    try {
      await writeFile(temporary, JSON.stringify(state), { mode: 0o600 });
      await rename(temporary, join(this.path, STATE_FILE));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  writeSync(state: SandboxState): void {
    const temporary = this.#temporaryPath();
    try {
      writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 });
      renameSync(temporary, join(this.path, STATE_FILE));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  /** An empty directory beside the data, to be filled and given to `replaceData`. */
  createStaging(): string {
    const path = join(this.path, `staging-${randomUUID()}`);
    mkdirSync(path, { mode: 0o700 });
    return path;
  }

  /** Puts a staging directory in the place of the data. The old data is gone at once and removed in the background. */
  replaceData(stagingPath: string): void {
    const old = join(this.path, `removed-${randomUUID()}`);
    renameSync(this.dataPath, old);
    renameSync(stagingPath, this.dataPath);
    void rm(old, { recursive: true, force: true });
  }

  /** Throws a staging directory away that is not needed after all. */
  removeStaging(stagingPath: string): void {
    rmSync(stagingPath, { recursive: true, force: true });
  }

  /** Lets the next sandbox have the directory. */
  release(): void {
    this.#unlock();
  }

  /** Removes what a sandbox that was killed has left half done. */
  #sweep(): void {
    for (const name of readdirSync(this.path))
      if (/^(staging-|removed-|(state|sandbox)\.json\.)/.test(name))
        rmSync(join(this.path, name), { recursive: true, force: true });
  }

  #temporaryPath(): string {
    return join(this.path, `${STATE_FILE}.${randomUUID()}`);
  }
}

/** @param source - for the message. @throws {StateFormatError} */
export function parseState(text: string, source: string): SandboxState {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new StateFormatError(source);
  }
  if (!isSandboxState(parsed)) throw new StateFormatError(source);
  return parsed;
}

function isSandboxState(value: unknown): value is SandboxState {
  if (!isJsonObject(value)) return false;
  const { format, accountId, clock, ids, stores } = value;
  if (format !== STATE_FORMAT || typeof accountId !== "string") return false;
  if (!isJsonObject(clock) || !isJsonObject(ids) || !isJsonObject(stores)) return false;
  return (
    typeof clock["modelMs"] === "number" && Array.isArray(clock["timers"]) && typeof ids["seed"] === "string"
  );
}
