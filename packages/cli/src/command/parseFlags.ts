import { parseArgs } from "node:util";
import { nearestName } from "@trainyard/core/text";
import { usageError } from "./usageError.ts";
import type { FlagSpec, Invocation } from "./defineCommand.ts";

type FlagTable = Readonly<Record<string, FlagSpec>>;
type RawValues = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** The invocation as typed by the flags' declarations. @throws {TrainyardError} `USAGE` for what the declarations do not allow. */
export function parseFlags(
  args: readonly string[],
  table: FlagTable,
  command: string,
): Invocation<FlagTable> {
  const options = Object.fromEntries(Object.entries(table).map(([name, flag]) => [name, optionOf(flag)]));
  const parsed = parseArgs({
    args: repeatLists(args, table),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const terminator = parsed.tokens.find((token) => token.kind === "option-terminator");
  for (const token of parsed.tokens) {
    if (token.kind === "option") checkOption(token, table, command);
  }
  const isRest = (index: number) => terminator !== undefined && index > terminator.index;
  const positionals = parsed.tokens.filter((token) => token.kind === "positional");
  return {
    flags: valuesOf(parsed.values, table),
    positionals: positionals.filter((token) => !isRest(token.index)).map((token) => token.value),
    rest: positionals.filter((token) => isRest(token.index)).map((token) => token.value),
  };
}

/** `--list a b` as `--list a --list b`, for lists that take many words. */
function repeatLists(args: readonly string[], table: FlagTable): string[] {
  const repeated: string[] = [];
  let list: string | undefined;
  let values = 0;
  for (const [index, arg] of args.entries()) {
    if (arg === "--") return [...repeated, ...args.slice(index)];
    if (arg.startsWith("-")) {
      list = arg.startsWith("--") && table[arg.slice(2)]?.takesMany === true ? arg : undefined;
      values = 0;
    } else if (list !== undefined) {
      if (values > 0) repeated.push(list);
      values += 1;
    }
    repeated.push(arg);
  }
  return repeated;
}

function optionOf(flag: FlagSpec) {
  return {
    type: flag.type === "boolean" ? ("boolean" as const) : ("string" as const),
    ...(flag.short === undefined ? {} : { short: flag.short }),
    ...(flag.type === "list" ? { multiple: true } : {}),
  };
}

function checkOption(
  token: { name: string; rawName: string; value?: string | undefined },
  table: FlagTable,
  command: string,
): void {
  const flag = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
  if (flag === undefined)
    throw usageError(`unknown flag ${token.rawName}`, flagHint(token.name, Object.keys(table), command));
  if (flag.type === "boolean") {
    if (token.value !== undefined)
      throw usageError(
        `${token.rawName} takes no value, got "${token.value}"`,
        `Leave out "=${token.value}".`,
      );
    return;
  }
  if (token.value === undefined || (token.value === "" && flag.type !== "string"))
    throw usageError(`${token.rawName} needs a value`, `Write ${token.rawName} ${flag.value ?? "VALUE"}.`);
  checkValue(token.rawName, token.value, flag);
}

function checkValue(name: string, value: string, flag: FlagSpec): void {
  if (flag.choices !== undefined && !flag.choices.includes(value))
    throw usageError(`${name} is "${value}"`, `Use one of: ${flag.choices.join(", ")}.`);
  if (flag.type !== "integer" && flag.type !== "number") return;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  const kind = flag.type === "integer" ? "a whole number" : "a number";
  if (!Number.isFinite(number) || (flag.type === "integer" && !Number.isInteger(number)))
    throw usageError(`${name} is "${value}"`, `Give ${kind}.`);
  if (number < (flag.minimum ?? -Infinity) || number > (flag.maximum ?? Infinity))
    throw usageError(`${name} is ${value}`, `Give ${kind}${rangeOf(flag)}.`);
}

function rangeOf({ minimum, maximum }: FlagSpec): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? ` of at most ${maximum}` : ` of at least ${minimum}`;
}

function valuesOf(values: RawValues, table: FlagTable): Invocation<FlagTable>["flags"] {
  return Object.fromEntries(Object.entries(table).map(([name, flag]) => [name, valueOf(values[name], flag)]));
}

function valueOf(
  raw: RawValues[string],
  flag: FlagSpec,
): string | number | boolean | readonly string[] | undefined {
  switch (flag.type) {
    case "boolean":
      return raw === true;
    case "list":
      return Array.isArray(raw) ? raw.map(String) : [];
    case "integer":
    case "number":
      return raw === undefined ? undefined : Number(raw);
    case "string":
      return typeof raw === "string" ? raw : undefined;
  }
}

function flagHint(name: string, known: readonly string[], command: string): string {
  const near = nearestName(name, known) ?? known.find((candidate) => candidate.startsWith(name));
  const help = `Run \`${command} --help\` for its flags.`;
  return near === undefined ? help : `Did you mean --${near}? ${help}`;
}
