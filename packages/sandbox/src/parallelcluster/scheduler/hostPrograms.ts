import type { ProgramResult } from "../../hosts/HostDriver.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { HostFault } from "./HostFault.ts";

const SCRIPTS = "/opt/parallelcluster/scripts/slurm";
const LONGEST_PROGRAM_MS = 120_000;

/** Runs a program as root on a host. Rejects when the host is gone or the program hangs. */
export function runOnHost(
  context: RegionContext,
  instanceId: string,
  argv: readonly string[],
): Promise<ProgramResult> {
  return context.hosts.execute(instanceId, { argv, timeoutMs: LONGEST_PROGRAM_MS });
}

/** Runs one of the cluster's own programs on a host. @throws {HostFault} with what it printed when it fails. */
export async function runScript(
  context: RegionContext,
  instanceId: string,
  script: readonly [name: string, ...argv: string[]],
): Promise<string> {
  const [name, ...argv] = script;
  const { exitCode, stdout, stderr } = await runOnHost(context, instanceId, [`${SCRIPTS}/${name}`, ...argv]);
  if (exitCode === 0) return stdout;
  throw new HostFault(`${name} ended with ${exitCode}: ${(stderr || stdout).trim().slice(-2000)}`);
}
