import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const jobs = defineCommand({
  path: ["jobs"],
  group: "Operate",
  summary: "List the jobs of the cluster, or show one",
  examples: ["jobs", "jobs 12", "jobs --history --days 30", "jobs --json"],
  flags: {
    ...projectFlag,
    history: {
      type: "boolean",
      help: "Jobs that have ended, from accounting.database or the completion log",
    },
    days: {
      type: "integer",
      minimum: 1,
      maximum: 3_650,
      value: "N",
      help: "How far back --history goes; default: 7",
    },
  },
  positionals: [{ name: "JOB", help: "Number of a job or an array" }],
  load: async () => (await import("./jobs.handler.ts")).handleJobs,
});

export const cancel = defineCommand({
  path: ["cancel"],
  group: "Operate",
  summary: "Cancel a job or tasks of an array",
  examples: ["cancel 12", "cancel 12_3"],
  flags: projectFlag,
  positionals: [{ name: "JOB", help: "Number of a job, an array or a task", required: true }],
  load: async () => (await import("./jobs.handler.ts")).handleCancel,
});
