import { resolve } from "node:path";
import type { CommandContext, GlobalFlags } from "./command/CommandContext.ts";
import { usageError } from "./command/usageError.ts";
import type { CommandSpec, FlagSpec, Invocation } from "./command/defineCommand.ts";
import { findCommand } from "./command/findCommand.ts";
import { GLOBAL_FLAGS } from "./command/globalFlags.ts";
import { commandHelp, programHelp } from "./command/help.ts";
import { parseFlags } from "./command/parseFlags.ts";
import { COMMANDS } from "./commands/index.ts";
import { renderError } from "./render/renderError.ts";
import { Output, type Streams } from "./render/Output.ts";
import { VERSION } from "./version.ts";

/** What the process gives to the program; tests pass their own. */
export interface World extends Streams {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly onInterrupt: (callback: () => void) => void;
}

type Parsed = Invocation<Readonly<Record<string, FlagSpec>>>;

/** Runs the program and answers its exit code: 0 done, 1 our bug, 2 bad input, 3 refused, 4 AWS failed, 5 declined. */
export async function run(args: readonly string[], world: World): Promise<number> {
  const output = new Output(world, {
    json: beforeTerminator(args).includes("--json"),
    environment: world.environment,
  });
  try {
    return await runCommand(args, world, output);
  } catch (error) {
    output.clearLive();
    return renderError(error, output, VERSION);
  }
}

async function runCommand(args: readonly string[], world: World, output: Output): Promise<number> {
  const flagsOnly = args.length === 0 || (args.length === 1 && (args[0] === "--help" || args[0] === "-h"));
  if (args.length === 1 && args[0] === "--version") {
    output.raw(`${VERSION}\n`);
    return 0;
  }
  const found = flagsOnly ? { command: undefined, path: [], args } : findCommand(args, COMMANDS);
  if (found.command === undefined) {
    parseFlags(found.args, GLOBAL_FLAGS, "trainyard");
    output.raw(programHelp(COMMANDS, VERSION, found.path));
    return 0;
  }
  const name = `trainyard ${found.command.path.join(" ")}`;
  const invocation = parseFlags(found.args, { ...GLOBAL_FLAGS, ...found.command.flags }, name);
  if (invocation.flags["help"] === true) {
    output.raw(commandHelp(found.command));
    return 0;
  }
  checkPositionals(invocation, found.command, name);
  const handler = await found.command.load();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by the flags that the same command declares
  const typed = invocation as unknown as Invocation<never>;
  return (await handler(typed, contextOf(invocation, world, output))) ?? 0;
}

function checkPositionals(invocation: Parsed, command: CommandSpec, name: string): void {
  const expected = command.positionals ?? [];
  const extra = invocation.positionals[expected.length];
  if (extra !== undefined && expected.at(-1)?.repeated !== true)
    throw usageError(`unexpected argument "${extra}"`, `Run \`${name} --help\` for its use.`);
  if (invocation.rest.length > 0 && command.rest === undefined)
    throw usageError(
      `unexpected argument "${invocation.rest[0]}" after --`,
      `Run \`${name} --help\` for its use.`,
    );
  for (const [index, positional] of expected.entries()) {
    const value = invocation.positionals[index];
    if (value === undefined && positional.required === true)
      throw usageError(`${positional.name} is missing`, `Run \`${name} --help\` for its use.`);
    if (value !== undefined && positional.choices !== undefined && !positional.choices.includes(value))
      throw usageError(`${positional.name} is "${value}"`, `Use one of: ${positional.choices.join(", ")}.`);
  }
}

function contextOf(invocation: Parsed, world: World, output: Output): CommandContext {
  const controller = new AbortController();
  world.onInterrupt(() => controller.abort());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every command's flags were parsed together with GLOBAL_FLAGS
  const flags = invocation.flags as unknown as Invocation<typeof GLOBAL_FLAGS>["flags"];
  const globals: GlobalFlags = {
    json: flags.json,
    yes: flags.yes,
    sandbox: flags.sandbox,
    region: flags.region,
    profile: flags.profile,
    endpointUrl: flags["endpoint-url"],
    state: flags.state,
    directory: resolve(world.workingDirectory, flags.directory ?? "."),
  };
  return { globals, output, environment: world.environment, signal: controller.signal, version: VERSION };
}

function beforeTerminator(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end < 0 ? args : args.slice(0, end);
}
