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
else if (process.getuid?.() !== 0) console.log("left out: it makes hosts in its own process, as root");
else for (const count of [1, 16, 64, 128] as const) await measure(count);

async function measure(count: keyof typeof LABORATORY_SECONDS): Promise<void> {
  const layer = await ensureLayer({ packages: "slurm" });
  const directory = mkdtempSync(join(tmpdir(), "trainyard-bench-"));
  const ends: (() => void)[] = [];
  let holdCount = 0;
  const hosts = createNamespaceHosts({
    directory,
    layerDirectory: () => Promise.resolve(layer),
    hold() {
      holdCount += 1;
      return () => {
        holdCount -= 1;
        if (holdCount === 0) for (const end of ends.splice(0)) end();
      };
    },
    onDefect: (error, what) => console.error(what, error),
  });
  const addresses = Array.from({ length: count }, (_, index) => `10.1.0.${index + 10}`);
  const ids = addresses.map((_, index) => `i-${index}`);
  hosts.configureNetwork(testNetwork(addresses));
  /** Wall time until nothing that was asked for is under way. */
  const secondsOf = async (work: () => void): Promise<number> => {
    const startMs = performance.now();
    const ended = new Promise<void>((resolve) => ends.push(resolve));
    work();
    await ended;
    return (performance.now() - startMs) / 1000;
  };
  const run = (): void => {
    for (const [index, address] of addresses.entries())
      hosts.run(testHost(String(index), address, { gpuCount: 8 }), () => undefined);
  };
  const runSeconds = await secondsOf(run);
  const stopSeconds = await secondsOf(() => ids.forEach((id) => hosts.stop(id)));
  await secondsOf(run);
  const startMs = performance.now();
  await hosts.close();
  const closeSeconds = (performance.now() - startMs) / 1000;
  rmSync(directory, { recursive: true, force: true });
  report(`${count} hosts until they run`, runSeconds, LABORATORY_SECONDS[count]);
  report(`${count} hosts until all are stopped`, stopSeconds, STOP_SECONDS);
  report(`sandbox stop with ${count} hosts, until none is left`, closeSeconds, STOP_SECONDS);
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
