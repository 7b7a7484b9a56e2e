import { fastestMs, tell } from "./measure.ts";

const RUNS = 15;
const PROGRAM = "bin/trainyard.js";

const bareMs = fastestMs(RUNS, process.execPath, ["-e", "0"]);
for (const args of [["--help"], ["--version"], ["up", "--help"]]) {
  const ms = fastestMs(RUNS, process.execPath, [PROGRAM, ...args]);
  tell({
    what: `trainyard ${args.join(" ")}`,
    figure: `${ms.toFixed(0)} ms`,
    baseline: `${bareMs.toFixed(0)} ms`,
    ratio: ms / bareMs,
    aim: "1.3 or less (bare node -e 0)",
  });
}
