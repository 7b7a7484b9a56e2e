import { createInterface } from "node:readline/promises";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";

/**
 * Asks before something is changed. `--yes` answers.
 * @throws {TrainyardError} `DECLINED` on any answer but y or yes, and where nobody can be asked.
 */
export async function confirm(question: string, { globals, output, signal }: CommandContext): Promise<void> {
  if (globals.yes) return;
  if (!process.stdin.isTTY || globals.json)
    throw new TrainyardError("DECLINED", `not done: "${question}" could not be asked, this is no terminal`, {
      hint: "Add --yes to answer it beforehand.",
    });
  output.clearLive();
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await lines.question(`${question} [y/N] `, { signal })).trim().toLowerCase();
    if (answer !== "y" && answer !== "yes")
      throw new TrainyardError("DECLINED", "not done, as you said", { hint: "Nothing was changed." });
  } finally {
    lines.close();
  }
}
