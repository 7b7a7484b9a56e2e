import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { CommandContext } from "../command/CommandContext.ts";

/** The sandbox's state directory: `--state`, else TRAINYARD_STATE_DIR, else the place that XDG gives to state. */
export function stateDirectoryOf({
  globals,
  environment,
}: Pick<CommandContext, "globals" | "environment">): string {
  if (globals.state !== undefined) return resolve(globals.directory, globals.state);
  const fromEnvironment = environment["TRAINYARD_STATE_DIR"] ?? "";
  if (fromEnvironment !== "") return resolve(globals.directory, fromEnvironment);
  const xdg = environment["XDG_STATE_HOME"] ?? "";
  return join(xdg === "" ? join(homedir(), ".local/state") : xdg, "trainyard", "sandbox");
}
