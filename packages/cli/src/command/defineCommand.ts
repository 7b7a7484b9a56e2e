import type { CommandContext } from "./CommandContext.ts";

/** A flag of a command, as data: help, completion and parsing are made from it. */
export interface FlagSpec {
  readonly type: "boolean" | "string" | "integer" | "number" | "list";
  readonly help: string;
  /** What stands for the value in help, such as `DIR`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly short?: string;
  /** A list that takes every word up to the next flag, as the official command's do. */
  readonly takesMany?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface PositionalSpec {
  readonly name: string;
  readonly help: string;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  /** Takes all words that are left; only the last may. */
  readonly repeated?: boolean;
}

type FlagValue<Type extends FlagSpec["type"]> = Type extends "boolean"
  ? boolean
  : Type extends "integer" | "number"
    ? number | undefined
    : Type extends "list"
      ? readonly string[]
      : string | undefined;

export type FlagValues<Flags extends Readonly<Record<string, FlagSpec>>> = {
  readonly [Name in keyof Flags]: FlagValue<Flags[Name]["type"]>;
};

/** What a handler gets. */
export interface Invocation<Flags extends Readonly<Record<string, FlagSpec>>> {
  readonly flags: FlagValues<Flags>;
  readonly positionals: readonly string[];
  /** What followed `--`. */
  readonly rest: readonly string[];
}

export type Handler<Flags extends Readonly<Record<string, FlagSpec>>> = (
  invocation: Invocation<Flags>,
  context: CommandContext,
) => Promise<number | void>;

export interface CommandParts<Flags extends Readonly<Record<string, FlagSpec>>> {
  readonly path: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly examples: readonly string[];
  readonly flags: Flags;
  readonly positionals?: readonly PositionalSpec[];
  /** Help for what may follow `--`; absent means nothing may. */
  readonly rest?: string;
  readonly group: CommandGroup;
  /** Loads the code; nothing of it is loaded for `--help`. */
  readonly load: () => Promise<Handler<Flags>>;
}

export const COMMAND_GROUPS = ["Start", "Deploy", "Operate", "Sandbox", "More"] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** A command with its flags' types forgotten: what the table of commands holds. */
export interface CommandSpec extends Omit<CommandParts<Readonly<Record<string, FlagSpec>>>, "load"> {
  readonly load: () => Promise<
    (invocation: Invocation<never>, context: CommandContext) => Promise<number | void>
  >;
}

export function defineCommand<const Flags extends Readonly<Record<string, FlagSpec>>>(
  parts: CommandParts<Flags>,
): CommandSpec {
  return parts;
}
