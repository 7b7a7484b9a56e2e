import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSimulatedHosts } from "../hosts/createSimulatedHosts.ts";
import type { HostDriver } from "../hosts/HostDriver.ts";
import { SandboxKernel } from "../kernel/SandboxKernel.ts";
import { freshState, type SandboxState } from "../kernel/SandboxState.ts";
import type { ServiceModule } from "../kernel/ServiceModule.ts";

/** 2026-01-05T08:00:00Z */
export const TEST_START_MS = Date.UTC(2026, 0, 5, 8);

export interface TestKernelOptions {
  readonly modules: readonly ServiceModule[];
  readonly state?: SandboxState;
  /** Absent: simulated ones. */
  readonly hosts?: HostDriver;
}

/** A kernel on a clock that moves only by `kernel.clock.runUntilIdle()` and `advance(ms)`, with the account 123456789012. */
export function createTestKernel(options: TestKernelOptions): SandboxKernel {
  const kernel = new SandboxKernel({
    state: options.state ?? freshState({ accountId: "123456789012", seed: "test", startMs: TEST_START_MS }),
    modules: options.modules,
    clockMode: { kind: "manual" },
    wallClock: { nowMs: () => 0, callLater: () => () => undefined },
    hosts: options.hosts ?? createSimulatedHosts(),
    dataDirectory: mkdtempSync(join(tmpdir(), "trainyard-test-")),
    endpointUrl: "http://127.0.0.1:4566",
  });
  kernel.start();
  return kernel;
}
