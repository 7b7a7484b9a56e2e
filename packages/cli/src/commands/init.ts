import { defineCommand } from "../command/defineCommand.ts";

export const init = defineCommand({
  path: ["init"],
  group: "Start",
  summary: "Write a project file: asks, or takes flags",
  description:
    "On a terminal it lists the account's reservations, key pairs and zones and asks; elsewhere it takes flags.",
  examples: [
    "init",
    "init --name llm --region us-west-2 --reservation cr-0123456789abcdef0",
    "init --sandbox",
  ],
  flags: {
    name: { type: "string", value: "NAME", help: "Name of the cluster; default: ml-cluster" },
    reservation: { type: "string", value: "ID", help: "Capacity reservation to launch into" },
    "instance-type": { type: "string", value: "TYPE", help: "Instance type, without a reservation" },
    count: {
      type: "integer",
      minimum: 1,
      maximum: 10_000,
      value: "N",
      help: "Number of nodes, without a reservation",
    },
    zone: { type: "string", value: "ZONE", help: "Availability zone, without a reservation" },
    "key-pair": { type: "string", value: "NAME", help: "EC2 key pair; default: the cluster's name" },
    "ssh-from": { type: "list", value: "CIDR", help: "Address range that may use SSH" },
    output: {
      type: "string",
      short: "o",
      value: "FILE",
      help: "Project file to write; default: trainyard.yaml, - for stdout",
    },
    force: { type: "boolean", help: "Overwrite the project file" },
  },
  load: async () => (await import("./init.handler.ts")).handleInit,
});
