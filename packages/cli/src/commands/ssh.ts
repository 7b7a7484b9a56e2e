import { defineCommand } from "../command/defineCommand.ts";
import { projectFlag } from "./projectFlag.ts";

export const ssh = defineCommand({
  path: ["ssh"],
  group: "Operate",
  summary: "Log in on the head node with ssh",
  description:
    "Runs the ssh of this machine with the project's key, and with a file of known hosts of the cluster's own.\nExit code: ssh's own.",
  examples: ["ssh", "ssh -- sinfo", "ssh -- -L 8888:localhost:8888", "ssh --dryrun"],
  flags: {
    ...projectFlag,
    dryrun: { type: "boolean", help: "Print the command as `pcluster ssh --dryrun true` does" },
  },
  rest: "Arguments for ssh, such as a command",
  load: async () => (await import("./ssh.handler.ts")).handleSsh,
});

export const sshConfig = defineCommand({
  path: ["ssh-config"],
  group: "Operate",
  summary: "Print an entry for ~/.ssh/config",
  description:
    "With it ssh, scp, rsync and editors reach the head node under the cluster's name, and the command that\n`pcluster ssh` runs finds key and port. Print it again when the head node was made anew.",
  examples: ["ssh-config >> ~/.ssh/config", "ssh-config --json"],
  flags: projectFlag,
  load: async () => (await import("./ssh.handler.ts")).handleSshConfig,
});
