import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const submit = defineCommand({
  path: ["submit"],
  group: "Operate",
  summary: "Send a batch script or a command to the cluster and follow it",
  description:
    "Checks partition, nodes and GPUs first. A command after -- runs once on every node.\nCtrl-C stops following; the job goes on. Exit code: the job's own, 128 and more for a signal.",
  examples: [
    "submit train.sbatch",
    "submit train.sbatch -- --epochs 3",
    "submit --with-files train.sbatch",
    "submit --nodes 2 --gpus-per-node 8 -- nvidia-smi",
    "submit --no-follow --partition train train.sbatch",
  ],
  flags: {
    ...projectFlag,
    nodes: { type: "integer", minimum: 1, maximum: 100_000, value: "N", help: "Number of nodes" },
    "gpus-per-node": { type: "integer", minimum: 1, maximum: 64, value: "N", help: "GPUs on each node" },
    partition: { type: "string", short: "p", value: "NAME", help: "Queue; default: the cluster's first" },
    name: { type: "string", value: "NAME", help: "Name of the job" },
    option: {
      type: "list",
      value: "OPTION",
      help: "Any other option of sbatch, such as --option=--time=2:00:00",
    },
    "with-files": {
      type: "boolean",
      help: "Send the directory of the script along (not .git, node_modules, .venv, __pycache__)",
    },
    "no-follow": { type: "boolean", help: "Return when the job is submitted" },
  },
  positionals: [
    { name: "FILE", help: "Batch script" },
    { name: "ARG", help: "Argument for the script", repeated: true },
  ],
  rest: "Command for every node, or more arguments for the script",
  load: async () => (await import("./submit.handler.ts")).handleSubmit,
});
