import { defineCommand } from "../command/defineCommand.ts";

export const importGuide = defineCommand({
  path: ["import"],
  group: "Start",
  summary: "Write a project file from the guide's config.yaml",
  examples: ["import ~/ml-cluster_us-west-2_3.13.1", "import config.yaml --output trainyard.yaml"],
  positionals: [
    { name: "PATH", required: true, help: "The guide's config.yaml, or the directory that holds it" },
  ],
  flags: {
    output: {
      type: "string",
      short: "o",
      value: "FILE",
      help: "Project file to write; default: trainyard.yaml, - for stdout",
    },
    force: { type: "boolean", help: "Overwrite the project file" },
  },
  load: async () => (await import("./importGuide.handler.ts")).handleImport,
});
