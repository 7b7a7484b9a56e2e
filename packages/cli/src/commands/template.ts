import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const template = defineCommand({
  path: ["template"],
  group: "Deploy",
  summary: "Print a template or configuration that up would use",
  examples: [
    "template prerequisites > prerequisites.yaml",
    "template cluster-config",
    "template guide-config",
  ],
  positionals: [
    {
      name: "KIND",
      required: true,
      help: "What to print",
      choices: [
        "prerequisites",
        "data-bucket",
        "cluster-config",
        "cluster-stack",
        "iam-policy",
        "guide-config",
      ],
    },
  ],
  flags: {
    ...projectFlag,
    output: { type: "string", short: "o", value: "FILE", help: "Write to a new file" },
  },
  load: async () => (await import("./template.handler.ts")).handleTemplate,
});
