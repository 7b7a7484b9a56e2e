import { nearestName } from "@trainyard/core/text";
import { usageError } from "./usageError.ts";
import type { CommandSpec, FlagSpec } from "./defineCommand.ts";
import { GLOBAL_FLAGS } from "./globalFlags.ts";

export interface Found {
  readonly command: CommandSpec | undefined;
  /** The words that named the command or the group of commands. */
  readonly path: readonly string[];
  /** The arguments without those words. */
  readonly args: readonly string[];
}

/**
 * Which command the arguments name. Global flags may stand before it; the longest path wins.
 * @throws {TrainyardError} `USAGE` when the first word names nothing.
 */
export function findCommand(args: readonly string[], commands: readonly CommandSpec[]): Found {
  const words = leadingWords(args);
  for (let length = words.length; length > 0; length -= 1) {
    const path = words.slice(0, length).map(({ word }) => word);
    const command = commands.find((candidate) => candidate.path.join(" ") === path.join(" "));
    if (command === undefined) continue;
    const used = new Set(words.slice(0, length).map(({ index }) => index));
    return { command, path, args: args.filter((_, index) => !used.has(index)) };
  }
  const first = words[0]?.word;
  if (first === undefined || first === "help")
    return { command: undefined, path: groupPath(words, commands), args };
  const group = commands.filter((candidate) => candidate.path[0] === first);
  if (group.length > 0 && words.length === 1) return { command: undefined, path: [first], args };
  throw usageError(
    `unknown command "${words
      .slice(0, group.length > 0 ? 2 : 1)
      .map(({ word }) => word)
      .join(" ")}"`,
    commandHint(first, words[1]?.word, commands),
  );
}

function groupPath(words: readonly { word: string }[], commands: readonly CommandSpec[]): readonly string[] {
  const wanted = words.slice(1).map(({ word }) => word);
  return commands.some((command) => command.path.slice(0, wanted.length).join(" ") === wanted.join(" "))
    ? wanted
    : [];
}

function leadingWords(args: readonly string[]): { word: string; index: number }[] {
  const words: { word: string; index: number }[] = [];
  for (let index = 0; index < args.length && words.length < 3; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "--") break;
    if (arg.startsWith("-")) {
      if (takesValue(arg)) index += 1;
      continue;
    }
    words.push({ word: arg, index });
  }
  return words;
}

function takesValue(arg: string): boolean {
  if (arg.includes("=")) return false;
  const flags: readonly [string, FlagSpec][] = Object.entries(GLOBAL_FLAGS);
  const flag = flags.find(([name, spec]) => arg === `--${name}` || arg === `-${spec.short ?? ""}`);
  return flag !== undefined && flag[1].type !== "boolean";
}

function commandHint(first: string, second: string | undefined, commands: readonly CommandSpec[]): string {
  const inGroup = commands
    .filter((command) => command.path[0] === first)
    .map((command) => command.path.join(" "));
  if (inGroup.length > 0) return `Use one of: ${inGroup.join(", ")}.`;
  const names = [...new Set(commands.map((command) => command.path[0] ?? ""))];
  const near = nearestName(first, names);
  const listing = "Run `trainyard --help` for all commands.";
  return near === undefined
    ? listing
    : `Did you mean "${near}${second === undefined ? "" : ` ${second}`}"? ${listing}`;
}
