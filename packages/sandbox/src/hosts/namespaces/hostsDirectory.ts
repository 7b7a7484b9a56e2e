import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

/** Makes the directory of the hosts, without what a driver that was killed left of its networks. */
export function prepareHostsDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  removeTransient(directory);
  mkdirSync(join(directory, "ns"));
  mkdirSync(join(directory, "names"));
}

/** Removes everything but the hosts' own directories; mounts in it were seen by the supervisor alone and are gone. */
export function removeTransient(directory: string): void {
  for (const name of readdirSync(directory))
    if (!isHost(name)) rmSync(join(directory, name), { recursive: true, force: true });
}

/** Removes the directories of hosts that are none of these. */
export async function removeOtherHosts(directory: string, instanceIds: readonly string[]): Promise<void> {
  const kept = new Set(instanceIds);
  const others = readdirSync(directory).filter((name) => isHost(name) && !kept.has(name));
  await Promise.all(others.map((name) => rm(join(directory, name), { recursive: true, force: true })));
}

function isHost(name: string): boolean {
  return /^i-[0-9a-z-]+$/.test(name);
}
