import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureLayer } from "../packages/sandbox/src/hosts/layer/ensureLayer.ts";
import { examineMachine } from "../packages/sandbox/src/hosts/machine/examineMachine.ts";
import { createNamespaceHosts } from "../packages/sandbox/src/hosts/namespaces/createNamespaceHosts.ts";
import { testHost, testNetwork } from "../packages/sandbox/src/hosts/testing/testHosts.ts";
import { tell } from "./measure.ts";

/** Seconds until the laboratory's nodes were idle, slurmd included. */
const LABORATORY_SECONDS = { 1: 0.9, 16: 2.5, 64: 7.3, 128: 17 } as const;
const STOP_SECONDS = 3;

const { driver, reason } = await examineMachine();
if (driver === "simulated") console.log(`left out: ${reason}`);
else for (const count of [1, 16, 64, 128] as const) await measure(count);

async function measure(count: keyof typeof LABORATORY_SECONDS): Promise<void> {
  const layer = await ensureLayer({ packages: "slurm" });
  const directory = mkdtempSync(join(tmpdir(), "trainyard-bench-"));
  const hosts = createNamespaceHosts({
    directory,
    layerDirectory: () => Promise.resolve(layer),
    hold: () => () => undefined,
    onDefect: (error, what) => console.error(what, error),
  });
  const addresses = Array.from({ length: count }, (_, index) => `10.1.0.${index + 10}`);
  const startMs = performance.now();
  hosts.configureNetwork(testNetwork(addresses));
  const running = addresses.map(
    (address, index) =>
      new Promise((resolve) => {
        hosts.run(testHost(String(index), address, { gpuCount: 8 }), resolve);
      }),
  );
  await Promise.all(running);
  const runMs = performance.now() - startMs;
  await hosts.close();
  const stopMs = performance.now() - startMs - runMs;
  rmSync(directory, { recursive: true, force: true });
  report(`${count} hosts until they run`, runMs / 1000, LABORATORY_SECONDS[count]);
  report(`${count} hosts until none is left`, stopMs / 1000, STOP_SECONDS);
}

function report(what: string, seconds: number, baselineSeconds: number): void {
  tell({
    what,
    figure: `${seconds.toFixed(2)} s`,
    baseline: `${baselineSeconds.toFixed(2)} s`,
    ratio: seconds / baselineSeconds,
    aim: "at most 1.2",
  });
}
