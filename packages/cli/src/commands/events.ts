import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const events = defineCommand({
  path: ["events"],
  group: "Operate",
  summary: "Show what happened in all stacks of the project, as one timeline",
  examples: ["events", "events --failed", "events --follow"],
  flags: {
    ...projectFlag,
    failed: { type: "boolean", help: "Only failures" },
    follow: { type: "boolean", help: "Go on until Ctrl-C" },
    limit: {
      type: "integer",
      minimum: 1,
      maximum: 100_000,
      value: "N",
      help: "Only the last N; default: 100",
    },
  },
  load: async () => (await import("./events.handler.ts")).handleEvents,
});
