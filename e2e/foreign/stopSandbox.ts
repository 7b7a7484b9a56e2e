import type { TestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";

/** Stops a sandbox. @throws {Error} when it had defects: a client must not be able to cause any. */
export async function stopSandbox(sandbox: TestSandbox): Promise<void> {
  await sandbox.stop();
  if (sandbox.defects.length > 0) throw new AggregateError(sandbox.defects, "the sandbox had defects");
}
