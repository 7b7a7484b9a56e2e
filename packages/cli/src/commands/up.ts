import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const up = defineCommand({
  path: ["up"],
  group: "Deploy",
  summary: "Create or update everything in the project file",
  description:
    "Shows the plan and asks, then makes bucket, key pair, network, file systems, data link and cluster, in parallel\nwhere it can. Run again after any interruption, it goes on from where AWS stands.",
  examples: ["up", "up --yes --sandbox", "up -f llm.yaml --json"],
  flags: { ...projectFlag },
  load: async () => (await import("./up.handler.ts")).handleUp,
});
