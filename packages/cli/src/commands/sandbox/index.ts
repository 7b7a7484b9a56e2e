import { defineCommand } from "../../command/defineCommand.ts";

const start = defineCommand({
  path: ["sandbox", "start"],
  group: "Sandbox",
  summary: "Start the local AWS",
  description: "Stays in the foreground until Ctrl-C; with --detach it goes on in the background.",
  examples: [
    "sandbox start --detach",
    "sandbox start --speed max --seed 7 --start-time 2026-01-05T08:00:00Z",
  ],
  flags: {
    port: {
      type: "integer",
      minimum: 0,
      maximum: 65_535,
      value: "N",
      help: "Port on 127.0.0.1; default: a free one",
    },
    seed: { type: "string", value: "N", help: "Seed of all ids; default: 1" },
    speed: { type: "string", value: "X|max", help: "How many times faster than AWS, or max; default: 300" },
    "start-time": {
      type: "string",
      value: "ISO",
      help: "Modelled time to begin at; with --speed max time then moves by events alone",
    },
    hosts: {
      type: "string",
      help: "How instances run; auto goes on as the state has it, else takes the best that the machine allows; default: TRAINYARD_HOSTS, else auto",
      choices: ["auto", "namespaces", "simulated"],
    },
    account: { type: "string", value: "ID", help: "Account number; default: 123456789012" },
    detach: { type: "boolean", help: "Go on in the background" },
  },
  load: async () => (await import("./start.handler.ts")).handleStart,
});

const stop = defineCommand({
  path: ["sandbox", "stop"],
  group: "Sandbox",
  summary: "Stop the local AWS; its state is kept",
  examples: ["sandbox stop", "sandbox stop --state /tmp/lab"],
  flags: {},
  load: async () => (await import("./stop.handler.ts")).handleStop,
});

const sandboxStatus = defineCommand({
  path: ["sandbox", "status"],
  group: "Sandbox",
  summary: "Show where the local AWS runs and what was asked of it",
  examples: ["sandbox status", "sandbox status --json"],
  flags: {},
  load: async () => (await import("./status.handler.ts")).handleSandboxStatus,
});

const env = defineCommand({
  path: ["sandbox", "env"],
  group: "Sandbox",
  summary: "Print the variables that point other AWS clients at the sandbox",
  examples: ["sandbox env", "sandbox env --json"],
  flags: {},
  load: async () => (await import("./env.handler.ts")).handleEnv,
});

const reset = defineCommand({
  path: ["sandbox", "reset"],
  group: "Sandbox",
  summary: "Put the local AWS back to a fresh account",
  examples: ["sandbox reset --yes"],
  flags: {},
  load: async () => (await import("./reset.handler.ts")).handleReset,
});

const save = defineCommand({
  path: ["sandbox", "save"],
  group: "Sandbox",
  summary: "Write everything in the local AWS to a file",
  examples: ["sandbox save before-update.sandbox"],
  positionals: [{ name: "FILE", required: true, help: "File to write; must not exist" }],
  flags: {},
  load: async () => (await import("./save.handler.ts")).handleSave,
});

const load = defineCommand({
  path: ["sandbox", "load"],
  group: "Sandbox",
  summary: "Replace everything in the local AWS by what a file holds",
  examples: ["sandbox load before-update.sandbox --yes"],
  positionals: [{ name: "FILE", required: true, help: "File that `sandbox save` wrote" }],
  flags: {},
  load: async () => (await import("./load.handler.ts")).handleLoad,
});

const doctor = defineCommand({
  path: ["sandbox", "doctor"],
  group: "Sandbox",
  summary: "Show how hosts can run on this machine, and why",
  examples: ["sandbox doctor", "sandbox doctor --json"],
  flags: {},
  load: async () => (await import("./doctor.handler.ts")).handleDoctor,
});

const fault = defineCommand({
  path: ["sandbox", "fault"],
  group: "Sandbox",
  summary: "Make calls of clients fail as AWS fails, to see what comes of it",
  description:
    "Holds until so many calls failed, until --clear, or until the sandbox stops. Without arguments: lists what is switched on.",
  examples: [
    "sandbox fault ec2:RunInstances --times 3",
    "sandbox fault cloudformation --kind unavailable",
    "sandbox fault --clear",
  ],
  positionals: [{ name: "CALL", help: "Service, or service and operation: ec2, ec2:RunInstances" }],
  flags: {
    kind: {
      type: "string",
      choices: ["throttled", "unavailable"],
      help: "What calls fail with; default: throttled",
    },
    times: { type: "integer", minimum: 1, value: "N", help: "How many calls fail; default: all" },
    clear: { type: "boolean", help: "Switch all faults off" },
  },
  load: async () => (await import("./fault.handler.ts")).handleFault,
});

export const sandboxCommands = [start, stop, sandboxStatus, env, reset, save, load, fault, doctor];
