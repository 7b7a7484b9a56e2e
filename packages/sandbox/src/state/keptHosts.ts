import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HostDriver } from "../hosts/HostDriver.ts";
import { isJsonObject } from "../kernel/json.ts";
import type { SandboxState } from "../kernel/SandboxState.ts";
import { parseState, STATE_FILE, StateFormatError } from "./StateDirectory.ts";

/**
 * Instances of a state run on hosts of another kind than the sandbox's: what runs on them would come to nothing, or
 * never have been. An Error with the code `EHOSTSKEPT`.
 */
export class HostsKeptError extends Error {
  readonly code = "EHOSTSKEPT";

  constructor(kept: HostDriver["kind"], asked: HostDriver["kind"]) {
    super(`the instances of this state run on hosts of the kind ${kept}, not ${asked}`);
    this.name = "HostsKeptError";
  }
}

/** The state for a sandbox with this kind of hosts. @throws {HostsKeptError} when its instances need another kind. */
export function withHosts(state: SandboxState, kind: HostDriver["kind"]): SandboxState {
  const kept = keptKind(state);
  if (kept !== undefined && kept !== kind) throw new HostsKeptError(kept, kind);
  return { ...state, hosts: kind };
}

/** The kind of hosts that a saved state needs; undefined when there is no state, or none with instances. */
export async function keptHosts(stateDirectory: string): Promise<HostDriver["kind"] | undefined> {
  const path = join(stateDirectory, STATE_FILE);
  try {
    return keptKind(parseState(await readFile(path, "utf8"), path));
  } catch (error) {
    // What cannot be read keeps nothing; the start that follows says what is wrong with it.
    if (error instanceof StateFormatError || (error instanceof Error && "code" in error)) return undefined;
    throw error;
  }
}

function keptKind({ hosts, stores }: SandboxState): HostDriver["kind"] | undefined {
  const regions = Object.entries(stores).filter(([path]) => path.startsWith("ec2/"));
  return regions.some(([, store]) => hasInstances(store)) ? hosts : undefined;
}

function hasInstances(store: unknown): boolean {
  const instances = isJsonObject(store) ? store["instances"] : undefined;
  if (!isJsonObject(instances)) return false;
  return Object.values(instances).some(
    (instance) => isJsonObject(instance) && instance["state"] !== "terminated",
  );
}
