import { join } from "node:path";
import { runSandbox } from "../../packages/sandbox/src/server/runSandbox.ts";
import type { RunningSandbox } from "../../packages/sandbox/src/server/SandboxOptions.ts";

export interface RealSandbox {
  readonly running: RunningSandbox;
  stop(): Promise<void>;
}

/** Starts a sandbox with real hosts and the state that the directory has. */
export async function startSandbox(directory: string, defects: string[]): Promise<RealSandbox> {
  const controller = new AbortController();
  let ended: Promise<void> = Promise.resolve();
  const running = await new Promise<RunningSandbox>((resolve, reject) => {
    ended = runSandbox({
      stateDirectory: join(directory, "state"),
      seed: "test",
      speed: "max",
      hosts: "namespaces",
      accountId: "123456789012",
      version: "0.0.0-test",
      onReady: resolve,
      onDefect: (error, what) => void defects.push(`${what}: ${String(error)}`),
      signal: controller.signal,
    });
    ended.catch(reject);
  });
  return {
    running,
    async stop() {
      controller.abort();
      await ended;
    },
  };
}
