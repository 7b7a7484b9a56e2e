import { defineCommand } from "../command/defineCommand.ts";

export const demo = defineCommand({
  path: ["demo"],
  group: "Start",
  summary: "Rehearse the main job on a sandbox of its own, without an account",
  description:
    "Starts a sandbox, writes a sample project file and shows it, runs up until CREATE_COMPLETE, shows the cluster,\nand takes everything down again. --keep leaves it up to play with.",
  examples: ["demo", "demo --keep"],
  flags: { keep: { type: "boolean", help: "Leave sandbox and cluster up, and say how to use them" } },
  load: async () => (await import("./demo.handler.ts")).handleDemo,
});
