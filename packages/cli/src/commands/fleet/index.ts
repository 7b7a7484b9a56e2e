import type { CommandSpec } from "../../command/defineCommand.ts";
import { defineCommand } from "../../command/defineCommand.ts";
import { projectFlag } from "../projectFlag.ts";

/** The compute fleet, as `pcluster update-compute-fleet` has it. */
export const fleetCommands: readonly CommandSpec[] = [
  defineCommand({
    path: ["fleet", "start"],
    group: "Operate",
    summary: "Let the cluster start compute nodes",
    examples: ["fleet start"],
    flags: projectFlag,
    load: async () => (await import("./fleet.handler.ts")).handleFleetStart,
  }),
  defineCommand({
    path: ["fleet", "stop"],
    group: "Operate",
    summary: "End all compute nodes and start no others; jobs that run are lost",
    examples: ["fleet stop", "fleet stop --yes"],
    flags: projectFlag,
    load: async () => (await import("./fleet.handler.ts")).handleFleetStop,
  }),
];
