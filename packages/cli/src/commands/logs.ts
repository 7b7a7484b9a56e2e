import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const logs = defineCommand({
  path: ["logs"],
  group: "Operate",
  summary: "Show the cluster's logs from CloudWatch",
  description:
    "Without flags: the last lines of all logs of the head node, in order of time.\nLogs of nodes that are gone stay as long as the log group keeps them.",
  examples: [
    "logs",
    "logs --list",
    "logs --stream slurmctld --follow",
    "logs --node i-0123456789abcdef0 --stream cloud-init --limit 500",
  ],
  flags: {
    ...projectFlag,
    node: {
      type: "string",
      value: "NODE",
      help: "Instance id or host name, or `all`; default: the head node",
    },
    stream: { type: "string", value: "NAME", help: "Only this log, such as slurmctld or cfn-init" },
    follow: { type: "boolean", help: "Go on until Ctrl-C" },
    list: { type: "boolean", help: "List the logs instead" },
    limit: {
      type: "integer",
      minimum: 1,
      maximum: 10_000,
      value: "N",
      help: "Only the last N lines; default: 100",
    },
  },
  load: async () => (await import("./logs.handler.ts")).handleLogs,
});
