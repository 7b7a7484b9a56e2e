import type { LayerProgress } from "@trainyard/sandbox";
import type { Output } from "./Output.ts";

const BAR_CELLS = 20;
const WORDS = { fetch: "fetching", install: "installing" } as const;

/** Shows how far the packages of hosts are: a bar on a terminal, events with `--json`. */
export function drawLayer({ step, percent, message }: LayerProgress, output: Output): void {
  output.event({ type: "layer-progress", step, percent, message });
  const full = Math.round((percent / 100) * BAR_CELLS);
  const bar = `${"█".repeat(full)}${"░".repeat(BAR_CELLS - full)}`;
  output.redraw([
    `  packages of hosts, only once: ${WORDS[step]}  ${bar} ${percent.toFixed(0).padStart(3)} %  ${message}`,
  ]);
}
