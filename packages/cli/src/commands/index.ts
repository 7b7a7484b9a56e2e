import type { CommandSpec } from "../command/defineCommand.ts";

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly CommandSpec[] = [];
