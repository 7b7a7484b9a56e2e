import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const plan = defineCommand({
  path: ["plan"],
  group: "Deploy",
  summary: "Show what up would do, what it costs and how long it takes",
  examples: ["plan", "plan --json --region us-west-2"],
  flags: {
    ...projectFlag,
    "fail-on-changes": { type: "boolean", help: "Exit with 3 when there is anything to do" },
  },
  load: async () => (await import("./plan.handler.ts")).handlePlan,
});
