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
