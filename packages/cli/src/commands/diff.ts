import { defineCommand } from "../command/defineCommand.ts";

export const diff = defineCommand({
  path: ["diff"],
  group: "Deploy",
  summary: "Compare two ParallelCluster configurations: which changes an update can make, and how",
  description: "Exit code 0 when every change can be made now, else 3.",
  examples: ["diff cluster.yaml new.yaml", "diff cluster.yaml new.yaml --fleet-running --json"],
  positionals: [
    { name: "OLD", required: true, help: "Configuration that the cluster has" },
    { name: "NEW", required: true, help: "Configuration that it is to get" },
  ],
  flags: {
    "fleet-running": { type: "boolean", help: "Compute nodes run; without it the fleet counts as stopped" },
    "login-running": { type: "boolean", help: "Login nodes run" },
    "parallelcluster-version": {
      type: "string",
      value: "V",
      help: "Version of the cluster; default: 3.13.1",
    },
  },
  load: async () => (await import("./diff.handler.ts")).handleDiff,
});
