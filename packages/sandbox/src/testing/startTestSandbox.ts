import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxKernel } from "../kernel/SandboxKernel.ts";
import { runSandbox } from "../server/runSandbox.ts";
import type { RunningSandbox, SandboxOptions } from "../server/SandboxOptions.ts";
import { TEST_START_MS } from "./createTestKernel.ts";

export interface TestSandbox {
  readonly endpoint: string;
  readonly port: number;
  readonly token: string;
  readonly stateDirectory: string;
  /** The kernel of the moment: another one after a reset or a load. */
  readonly kernel: SandboxKernel;
  /** Errors of the sandbox itself, to be expected empty. */
  readonly defects: readonly unknown[];
  /** Stops it and removes its state, unless the test gave the directory. */
  stop(): Promise<void>;
}

/** A sandbox in this process on a free port, at full speed, with a frozen start time and a state directory of its own. */
export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const stateDirectory = options.stateDirectory ?? (await mkdtemp(join(tmpdir(), "trainyard-test-")));
  const controller = new AbortController();
  const defects: unknown[] = [];
  let ended: Promise<void> = Promise.resolve();
  const running = await new Promise<RunningSandbox>((resolve, reject) => {
    ended = runSandbox({
      seed: "test",
      speed: "max",
      startTimeMs: TEST_START_MS,
      hosts: "simulated",
      accountId: "123456789012",
      version: "0.0.0-test",
      ...options,
      stateDirectory,
      onReady: resolve,
      onDefect: (error) => defects.push(error),
      signal: controller.signal,
    });
    ended.catch(reject);
  });
  const { info, session } = running;
  return {
    endpoint: info.endpoint,
    port: info.port,
    token: info.token,
    stateDirectory,
    get kernel() {
      return session.kernel;
    },
    defects,
    async stop() {
      controller.abort();
      await ended;
      if (options.stateDirectory === undefined) await rm(stateDirectory, { recursive: true, force: true });
    },
  };
}
