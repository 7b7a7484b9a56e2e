import type { FlagSpec } from "../command/defineCommand.ts";

export const DEFAULT_PROJECT_FILE = "trainyard.yaml";

/** The flag of every command that works on a project. */
export const projectFlag = {
  file: { type: "string", short: "f", value: "FILE", help: `Project file; default: ${DEFAULT_PROJECT_FILE}` },
} as const satisfies Record<string, FlagSpec>;
