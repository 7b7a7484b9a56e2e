import { spawnSync } from "node:child_process";

/** Smallest wall time of `runs` runs of a program, in milliseconds: what the machine can do without its noise. */
export function fastestMs(
  runs: number,
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): number {
  let fastest = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const startMs = performance.now();
    const { status, stderr } = spawnSync(command, args, {
      env: { ...process.env, ...environment },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
    fastest = Math.min(fastest, performance.now() - startMs);
  }
  return fastest;
}

export interface Figure {
  readonly what: string;
  readonly figure: string;
  readonly baseline: string;
  readonly ratio: number;
  readonly aim: string;
}

/** Prints a figure with its baseline of the same run, their ratio and the aim. */
export function tell({ what, figure, baseline, ratio, aim }: Figure): void {
  console.log(
    `${what.padEnd(34)} ${figure.padStart(12)}   baseline ${baseline.padStart(12)}   ratio ${ratio.toFixed(2).padStart(7)}   aim ${aim}`,
  );
}
