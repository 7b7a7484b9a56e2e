import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const connect = defineCommand({
  path: ["connect"],
  group: "Operate",
  summary: "Open a shell on a node through Systems Manager, without ssh, key or open port",
  description:
    "Needs no plugin. A command after -- runs as the cluster's user; the exit code is its own.\nThe shell ends with `exit` or Ctrl-D.",
  examples: [
    "connect",
    "connect -- sinfo",
    "connect --node i-0123456789abcdef0",
    "connect --node compute-gpu-st-distributed-ml-1 -- nvidia-smi",
    "connect --root",
  ],
  flags: {
    ...projectFlag,
    node: {
      type: "string",
      value: "NODE",
      help: "Instance id, Slurm's name, host name or address; default: the head node",
    },
    root: { type: "boolean", help: "Stay who the session runs as, without becoming the cluster's user" },
  },
  rest: "A command to run instead of a shell",
  load: async () => (await import("./connect.handler.ts")).handleConnect,
});
