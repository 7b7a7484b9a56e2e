import { once } from "node:events";
import type { CommandContext } from "../../command/CommandContext.ts";
import type { HostsChoice } from "../../session/sandboxHosts.ts";
import { spawnSandbox } from "../../session/spawnSandbox.ts";
import { stateDirectoryOf } from "../../session/stateDirectory.ts";

const KILLED = 1;

/** Runs the sandbox in the foreground as root of a user namespace; it ends with this process. Answers its exit code. */
export async function runInUserNamespace(
  context: CommandContext,
  args: readonly string[],
  hosts: HostsChoice,
): Promise<number> {
  const { output, signal } = context;
  const json = output.json ? ["--json"] : [];
  const child = await spawnSandbox(context, [...json, "--state", stateDirectoryOf(context), ...args], {
    hosts,
    stdio: ["ignore", "inherit", "inherit"],
    detached: false,
  });
  const ended = once(child, "exit");
  const interrupt = (): void => void child.kill("SIGTERM");
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  const [code]: unknown[] = await ended;
  return typeof code === "number" ? code : KILLED;
}
