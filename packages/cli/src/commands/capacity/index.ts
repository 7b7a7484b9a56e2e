import { defineCommand } from "../../command/defineCommand.ts";

const list = defineCommand({
  path: ["capacity", "list"],
  group: "Operate",
  summary: "List the reservations and Capacity Blocks of a region",
  examples: ["capacity list --region us-west-2", "capacity list --sandbox --json"],
  flags: {},
  load: async () => (await import("./list.handler.ts")).handleCapacityList,
});

export const capacityCommands = [list];
