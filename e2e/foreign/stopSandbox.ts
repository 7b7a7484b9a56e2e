import { rm } from "node:fs/promises";
import type { TestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";
import type { Shell } from "./createShell.ts";

/** Ends a sandbox and a shell. @throws {Error} when the sandbox had defects: a client must not be able to cause any. */
export async function stopSandbox(sandbox: TestSandbox, shell: Shell): Promise<void> {
  await sandbox.stop();
  await rm(shell.directory, { recursive: true, force: true });
  if (sandbox.defects.length > 0) throw new AggregateError(sandbox.defects, "the sandbox had defects");
}
