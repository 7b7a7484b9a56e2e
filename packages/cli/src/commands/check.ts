import { defineCommand } from "../command/defineCommand.ts";

export const check = defineCommand({
  path: ["check"],
  group: "Deploy",
  summary: "Check a ParallelCluster configuration by the official rules, without an account",
  description:
    "Reports every problem at once with line, column and excerpt, under the names of the official validators.\nExit code 0, or 3 when there are errors.",
  examples: [
    "check --offline --cluster-config cluster.yaml",
    "check --offline --cluster-config cluster.yaml --parallelcluster-version 3.16.1 --json",
    "check --offline --cluster-config cluster.yaml --sarif > check.sarif",
  ],
  flags: {
    offline: { type: "boolean", help: "Local rules alone; no AWS call is made" },
    "cluster-config": { type: "string", value: "FILE", help: "ParallelCluster configuration to check" },
    "parallelcluster-version": {
      type: "string",
      value: "V",
      help: "Version whose rules apply; default: 3.13.1",
    },
    "suppress-validators": { type: "list", value: "NAME", help: "ALL, or type:NAME of a validator" },
    "failure-level": { type: "string", help: "Level that fails", choices: ["INFO", "WARNING", "ERROR"] },
    sarif: { type: "boolean", help: "Print SARIF 2.1.0, for code scanning" },
  },
  load: async () => (await import("./check.handler.ts")).handleCheck,
});
