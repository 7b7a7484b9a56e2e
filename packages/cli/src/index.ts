export { commandHelp } from "./command/help.ts";
export { COMMANDS } from "./commands/index.ts";
