import { expect, test } from "vitest";
import type { FlagSpec } from "./defineCommand.ts";
import { parseFlags } from "./parseFlags.ts";

const FLAGS = {
  json: { type: "boolean", help: "" },
  file: { type: "string", short: "f", value: "FILE", help: "" },
  port: { type: "integer", minimum: 0, maximum: 65_535, help: "" },
  discard: { type: "list", choices: ["scratch", "home"], help: "" },
} as const satisfies Record<string, FlagSpec>;

test("values come out as their types", () => {
  const { flags, positionals, rest } = parseFlags(
    [
      "a",
      "--json",
      "-f",
      "x.yaml",
      "--port",
      "80",
      "--discard",
      "home",
      "--discard=scratch",
      "--",
      "srun",
      "--x",
    ],
    FLAGS,
    "trainyard t",
  );
  expect(flags).toEqual({ json: true, file: "x.yaml", port: 80, discard: ["home", "scratch"] });
  expect(positionals).toEqual(["a"]);
  expect(rest).toEqual(["srun", "--x"]);
});

test.each([
  { args: ["--suppress", "ALL", "type:A", "--json"], suppress: ["ALL", "type:A"], positionals: [] },
  { args: ["--suppress=ALL", "a"], suppress: ["ALL"], positionals: ["a"] },
  { args: ["a", "--suppress", "x", "--suppress", "y", "z"], suppress: ["x", "y", "z"], positionals: ["a"] },
  { args: ["--discard", "home", "a", "--suppress", "x"], suppress: ["x"], positionals: ["a"] },
])("a list that takes many words: $args", ({ args, suppress, positionals }) => {
  const parsed = parseFlags(
    args,
    { ...FLAGS, suppress: { type: "list", takesMany: true, help: "" } },
    "trainyard t",
  );
  expect(parsed.flags["suppress"]).toEqual(suppress);
  expect(parsed.positionals).toEqual(positionals);
});

test("what is left out is false, empty or undefined", () => {
  expect(parseFlags([], FLAGS, "trainyard t").flags).toEqual({
    json: false,
    file: undefined,
    port: undefined,
    discard: [],
  });
});

test.each([
  { args: ["--prot", "1"], message: "unknown flag --prot", hint: "--port" },
  { args: ["--port"], message: "--port needs a value", hint: "--port" },
  { args: ["--port", "x"], message: '--port is "x"', hint: "whole number" },
  { args: ["--port", "70000"], message: "--port is 70000", hint: "from 0 to 65535" },
  { args: ["--discard", "all"], message: '--discard is "all"', hint: "scratch, home" },
  { args: ["--json=yes"], message: '--json takes no value, got "yes"', hint: "Leave out" },
  { args: ["-x"], message: "unknown flag -x", hint: "--help" },
])("$args is refused: $message", ({ args, message, hint }) => {
  expect(() => parseFlags(args, FLAGS, "trainyard t")).toThrow(
    expect.objectContaining({ code: "USAGE", message, hint: expect.stringContaining(hint) }),
  );
});
