import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const check = defineCommand({
  path: ["check"],
  group: "Deploy",
  summary: "Check a project or a ParallelCluster configuration by the official rules",
  description:
    "Reports every problem at once with line, column and excerpt, under the names of the official validators.\nAsks the account about what the configuration names and changes nothing; with --offline no AWS call is made.\nWithout --cluster-config the configuration is made from the project, as up does; rules about what up has yet to make wait for it.\nExit code 0, or 3 when there are errors.",
  examples: [
    "check",
    "check --cluster-config cluster.yaml --sandbox",
    "check --offline --cluster-config cluster.yaml --parallelcluster-version 3.16.1 --json",
    "check --offline --cluster-config cluster.yaml --sarif > check.sarif",
  ],
  flags: {
    ...projectFlag,
    offline: { type: "boolean", help: "Local rules alone; no AWS call is made" },
    "cluster-config": { type: "string", value: "FILE", help: "ParallelCluster configuration to check" },
    "parallelcluster-version": {
      type: "string",
      value: "V",
      help: "Version whose rules apply; default: the project's, else 3.13.1",
    },
    "suppress-validators": {
      type: "list",
      takesMany: true,
      value: "NAME",
      help: "ALL, or type:NAME of a validator",
    },
    "failure-level": { type: "string", help: "Level that fails", choices: ["INFO", "WARNING", "ERROR"] },
    sarif: { type: "boolean", help: "Print SARIF 2.1.0, for code scanning" },
  },
  load: async () => (await import("./check.handler.ts")).handleCheck,
});
