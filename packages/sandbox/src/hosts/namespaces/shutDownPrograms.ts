import type { ExecuteCommand } from "../HostDriver.ts";
import type { HostRecord } from "./HostRecord.ts";

/** Programs that save longer than this lose what they have not saved. */
const SHUTDOWN_LIMIT_MS = 5_000;

/** Has the programs of running hosts save what they hold, all at once. */
export async function shutDownPrograms(
  hosts: Iterable<HostRecord>,
  execute: (instanceId: string, command: ExecuteCommand) => Promise<unknown>,
  onDefect: (error: unknown, what: string) => void,
): Promise<void> {
  const shutDown = async ({ state, spec }: HostRecord): Promise<void> => {
    const { shutdown } = spec.program ?? {};
    if (state !== "running" || shutdown === undefined) return;
    try {
      await execute(spec.instanceId, { ...shutdown, timeoutMs: SHUTDOWN_LIMIT_MS });
    } catch (error) {
      // The host may just have gone down, or its programs hang: neither keeps the others from ending.
      onDefect(error, `shutting down ${spec.instanceId}`);
    }
  };
  await Promise.all([...hosts].map(shutDown));
}
