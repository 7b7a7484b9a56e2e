import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runSandbox } from "../packages/sandbox/src/index.ts";

// Prints its port and runs until it is ended.
await runSandbox({
  stateDirectory: mkdtempSync(join(tmpdir(), "trainyard-bench-")),
  seed: "bench",
  speed: "max",
  hosts: "simulated",
  accountId: "123456789012",
  version: "bench",
  onReady: ({ info }) => console.log(`port ${info.port}`),
});
