import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const status = defineCommand({
  path: ["status"],
  group: "Operate",
  summary: "Show the cluster, its fleet, nodes and storage",
  examples: ["status", "status --json --sandbox"],
  flags: { ...projectFlag, nodes: { type: "boolean", help: "List every node" } },
  load: async () => (await import("./status.handler.ts")).handleStatus,
});
