import { spawn, type ChildProcess } from "node:child_process";
import type { MachineRights } from "@trainyard/sandbox";
import type { CommandContext } from "../command/CommandContext.ts";
import { tellSimulated, unavailable, type HostsChoice } from "./sandboxHosts.ts";
import { stateDirectoryOf } from "./stateDirectory.ts";

export interface SpawnOptions {
  readonly hosts: HostsChoice;
  readonly stdio: ["ignore" | "inherit", "inherit" | number, "inherit" | number];
  /** Goes on when this process ends. */
  readonly detached: boolean;
}

interface Ground {
  /** For the user namespace that real hosts need; absent when they need none, or cannot have it. */
  readonly ranges: MachineRights["ranges"];
  readonly kept: Exclude<HostsChoice, "auto"> | undefined;
}

/** True when real hosts need a sandbox that is root of a user namespace, and this process is no root of any. */
export async function needsUserNamespace(hosts: HostsChoice, context: CommandContext): Promise<boolean> {
  return (await groundFor(hosts, context)).ranges !== undefined;
}

/**
 * Starts `sandbox start` with `args` as a process of its own: in a user namespace when real hosts need one and this
 * user may have one.
 * @throws {TrainyardError} `SANDBOX_HOSTS_UNAVAILABLE` when it cannot be made and nothing else will do.
 */
export async function spawnSandbox(
  context: CommandContext,
  args: readonly string[],
  { hosts, stdio, detached }: SpawnOptions,
): Promise<ChildProcess> {
  const argvFor = (choice: HostsChoice) => [
    process.argv[1] ?? "",
    "sandbox",
    "start",
    ...args,
    "--hosts",
    choice,
  ];
  const environment = { ...process.env, ...context.environment };
  const { ranges, kept } = await groundFor(hosts, context);
  if (ranges === undefined)
    return spawn(process.execPath, argvFor(hosts), { detached, stdio, env: environment });
  const { spawnInUserNamespace } = await import("@trainyard/sandbox");
  try {
    const options = { ranges, environment, stdio, detached };
    return await spawnInUserNamespace([process.execPath, ...argvFor(hosts)], options);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "HOST_FAILED")) throw error;
    if (hosts !== "auto" || kept === "namespaces") throw unavailable(error.message, kept);
    const choice = tellSimulated(error.message, context);
    return spawn(process.execPath, argvFor(choice), { detached, stdio, env: environment });
  }
}

async function groundFor(hosts: HostsChoice, context: CommandContext): Promise<Ground> {
  if (hosts === "simulated" || process.platform !== "linux" || process.getuid?.() === 0)
    return { ranges: undefined, kept: undefined };
  const { examineRights, keptHosts } = await import("@trainyard/sandbox");
  const kept = await keptHosts(stateDirectoryOf(context));
  if (hosts === "auto" && kept === "simulated") return { ranges: undefined, kept };
  const { checks, ranges } = await examineRights();
  const isForbidden = checks.some(({ outcome }) => outcome === "failed");
  return { ranges: isForbidden ? undefined : ranges, kept };
}
