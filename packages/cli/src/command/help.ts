import { COMMAND_GROUPS, type CommandSpec, type FlagSpec } from "./defineCommand.ts";
import { GLOBAL_FLAGS } from "./globalFlags.ts";

/** Help for the whole program, or for the commands below `path`. */
export function programHelp(
  commands: readonly CommandSpec[],
  version: string,
  path: readonly string[] = [],
): string {
  const shown = commands.filter((command) => command.path.slice(0, path.length).join(" ") === path.join(" "));
  const width = Math.max(...shown.map((command) => usageOf(command).length)) + 2;
  const groups = COMMAND_GROUPS.map((group) => {
    const rows = shown
      .filter((command) => command.group === group)
      .map((command) => `  ${usageOf(command).padEnd(width)}${command.summary}`);
    return rows.length === 0 ? "" : `${group}\n${rows.join("\n")}\n`;
  });
  const intro =
    path.length === 0
      ? `trainyard ${version}: from a capacity reservation to a running training cluster, and back.\n\nUsage: trainyard COMMAND [flags]`
      : `Usage: trainyard ${path.join(" ")} COMMAND [flags]`;
  const outro =
    path.length === 0
      ? `Try it without an account: trainyard demo\nHelp for one command: trainyard COMMAND --help`
      : `Help for one command: trainyard ${path.join(" ")} COMMAND --help`;
  return `${intro}\n\n${groups.filter((group) => group !== "").join("\n")}\n${path.length === 0 ? `Every command\n${flagRows(GLOBAL_FLAGS)}\n\n` : ""}${outro}\n`;
}

export function commandHelp(command: CommandSpec): string {
  const sections = [`${command.summary}.`, `Usage: trainyard ${usageOf(command)} [flags]`];
  if (command.description !== undefined) sections.splice(1, 0, command.description);
  const positionals = command.positionals ?? [];
  if (positionals.length > 0)
    sections.push(
      `Arguments\n${rowsOf(positionals.map(({ name, help, choices }) => [name, withChoices(help, choices)]))}`,
    );
  if (command.rest !== undefined) sections.push(`After --\n  ${command.rest}`);
  if (Object.keys(command.flags).length > 0) sections.push(`Flags\n${flagRows(command.flags)}`);
  sections.push(`Every command\n${flagRows(GLOBAL_FLAGS)}`);
  sections.push(`Examples\n${command.examples.map((example) => `  trainyard ${example}`).join("\n")}`);
  return `${sections.join("\n\n")}\n`;
}

function usageOf(command: CommandSpec): string {
  const positionals = (command.positionals ?? []).map(({ name, required, repeated }) => {
    const words = repeated === true ? `${name}...` : name;
    return required === true ? words : `[${words}]`;
  });
  return [...command.path, ...positionals, ...(command.rest === undefined ? [] : ["[-- ...]"])].join(" ");
}

function flagRows(flags: Readonly<Record<string, FlagSpec>>): string {
  return rowsOf(
    Object.entries(flags).map(([name, flag]) => {
      const short = flag.short === undefined ? "    " : `-${flag.short}, `;
      const value = flag.type === "boolean" ? "" : ` ${flag.value ?? "VALUE"}`;
      const many = flag.type === "list" ? " (may be repeated)" : "";
      const more = flag.takesMany === true ? " ..." : "";
      return [`${short}--${name}${value}${more}`, withChoices(flag.help, flag.choices) + many] as const;
    }),
  );
}

function withChoices(help: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? help : `${help}: ${choices.join(", ")}`;
}

function rowsOf(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join("\n");
}
