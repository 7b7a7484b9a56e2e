import { runSandbox } from "../packages/sandbox/src/index.ts";

// Prints its port and runs until it is ended: sandboxServer.ts STATE_DIRECTORY
const [stateDirectory] = process.argv.slice(2);
if (stateDirectory === undefined) throw new Error("no state directory was given");
await runSandbox({
  stateDirectory,
  seed: "bench",
  speed: "max",
  hosts: "simulated",
  accountId: "123456789012",
  version: "bench",
  onReady: ({ info }) => console.log(`port ${info.port}`),
});
