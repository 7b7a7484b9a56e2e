import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { CommandSpec } from "../command/defineCommand.ts";
import { GLOBAL_FLAGS } from "../command/globalFlags.ts";
import { COMMANDS } from "./index.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const MENTION = /\\?`(trainyard [a-z][^`$\\]*)\\?`/g;

const PLACES = [
  "packages/core/src",
  "packages/aws/src",
  "packages/cli/src",
  "packages/sandbox/src",
  "packages/sandbox/behaviour",
  "docs",
];

/** What our words name of the command line, in hints, descriptions and pages. */
function mentions(): readonly string[] {
  const names = PLACES.flatMap((place) =>
    readdirSync(join(ROOT, place), { recursive: true, encoding: "utf8" }).map((name) => join(place, name)),
  );
  const texts = names
    .filter((name) => /(?<!\.test)\.(?:ts|md)$/.test(name))
    .map((name) => readFileSync(join(ROOT, name), "utf8"));
  const found = texts.join("\n").matchAll(MENTION);
  return [...new Set(Array.from(found, ([, text = ""]) => text))].sort();
}

function commandOf(words: readonly string[]): CommandSpec | undefined {
  return [...COMMANDS]
    .sort((a, b) => b.path.length - a.path.length)
    .find(({ path }) => path.every((word, index) => words[index] === word));
}

test("every command that our words name exists, with its flags", () => {
  const named = mentions();
  expect(named.length).toBeGreaterThan(20);
  const wrong = named.filter((text) => {
    const [, ...words] = text.split(" -- ")[0]?.split(/\s+/) ?? [];
    const command = commandOf(words);
    const flags = words.flatMap((word) => /^--([a-z-]+)/.exec(word)?.[1] ?? []);
    return (
      command === undefined ||
      flags.some((flag) => !Object.hasOwn(command.flags, flag) && !Object.hasOwn(GLOBAL_FLAGS, flag))
    );
  });
  expect(wrong).toEqual([]);
});
