import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject } from "../kernel/json.ts";
import { lockOwnerOf } from "./StateLock.ts";

/** How a client finds the running sandbox of a state directory. */
export interface SandboxInfo {
  readonly pid: number;
  readonly port: number;
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  /** For the header `x-trainyard-token` of administrative calls. */
  readonly token: string;
  /** ISO 8601, wall clock. */
  readonly startedAt: string;
  readonly version: string;
}

const INFO_FILE = "sandbox.json";

/** The running sandbox of a directory; undefined when none runs there. */
export function readSandboxInfo(stateDirectory: string): SandboxInfo | undefined {
  const pid = lockOwnerOf(stateDirectory);
  if (pid === undefined) return undefined;
  const info = parseInfo(stateDirectory);
  return info?.pid === pid ? info : undefined;
}

export function writeSandboxInfo(stateDirectory: string, info: SandboxInfo): void {
  const temporary = join(stateDirectory, `${INFO_FILE}.${info.pid}`);
  writeFileSync(temporary, `${JSON.stringify(info, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, join(stateDirectory, INFO_FILE));
}

export function removeSandboxInfo(stateDirectory: string): void {
  rmSync(join(stateDirectory, INFO_FILE), { force: true });
}

function parseInfo(stateDirectory: string): SandboxInfo | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(stateDirectory, INFO_FILE), "utf8"));
    return isSandboxInfo(parsed) ? parsed : undefined;
  } catch (error) {
    // Not written yet, or half removed: there is no sandbox to be found.
    if (
      error instanceof SyntaxError ||
      (error instanceof Error && "code" in error && error.code === "ENOENT")
    )
      return undefined;
    throw error;
  }
}

function isSandboxInfo(value: unknown): value is SandboxInfo {
  return (
    isJsonObject(value) &&
    typeof value["pid"] === "number" &&
    typeof value["port"] === "number" &&
    ["endpoint", "token", "startedAt", "version"].every((name) => typeof value[name] === "string")
  );
}
