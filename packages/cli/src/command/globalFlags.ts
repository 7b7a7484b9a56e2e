import type { FlagSpec } from "./defineCommand.ts";

export const GLOBAL_FLAGS = {
  json: { type: "boolean", help: "Print results and events as JSON lines" },
  yes: { type: "boolean", short: "y", help: "Answer every question with yes" },
  sandbox: { type: "boolean", help: "Work on the local sandbox, started when it does not run" },
  state: { type: "string", value: "DIR", help: "State directory of the sandbox" },
  region: { type: "string", short: "r", value: "REGION", help: "AWS region; default: the project file's" },
  profile: { type: "string", value: "NAME", help: "AWS profile" },
  "endpoint-url": { type: "string", value: "URL", help: "Send AWS calls to this endpoint" },
  directory: { type: "string", short: "C", value: "DIR", help: "Work in this directory" },
  help: { type: "boolean", short: "h", help: "Show help" },
  version: { type: "boolean", help: "Show the version" },
} as const satisfies Record<string, FlagSpec>;
