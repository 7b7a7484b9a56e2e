import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const down = defineCommand({
  path: ["down"],
  group: "Deploy",
  summary: "Remove the cluster; keep what holds data and name it",
  description:
    "Exports what is not in S3 yet, deletes the cluster and whatever holds no data, and names what is left with the\nreason. A file system is deleted only when it is named with --discard; its files are then lost.",
  examples: ["down", "down --yes --discard scratch --discard home"],
  flags: {
    ...projectFlag,
    discard: {
      type: "list",
      value: "NAME",
      help: "Delete this file system and its files",
      choices: ["scratch", "home"],
    },
    "no-export": { type: "boolean", help: "Do not export to S3 first" },
  },
  load: async () => (await import("./down.handler.ts")).handleDown,
});
