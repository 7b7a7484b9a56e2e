import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { importGuideConfig, type ImportedProject } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { withText } from "../session/openProject.ts";
import { readInput } from "../session/readInput.ts";
import { writeOutput } from "../session/writeOutput.ts";
import { DEFAULT_PROJECT_FILE } from "./projectFlag.ts";

interface ImportInvocation {
  readonly flags: { readonly output: string | undefined; readonly force: boolean };
  readonly positionals: readonly string[];
}

const GUIDE_FILE = "config.yaml";

export async function handleImport(
  { flags, positionals }: ImportInvocation,
  context: CommandContext,
): Promise<void> {
  const named = positionals[0] ?? "";
  const file = (await isDirectory(resolve(context.globals.directory, named)))
    ? join(named, GUIDE_FILE)
    : named;
  const input = await readInput(
    file,
    context,
    "Name the guide's config.yaml, or the directory that holds it.",
  );
  const { projectText, unknownKeys } = importText(input.text, input.name);
  const output = flags.output ?? DEFAULT_PROJECT_FILE;
  const path = await writeOutput(output, projectText, flags.force, context);
  if (path === undefined) return;
  context.output.event({ type: "project-written", path, from: input.path, unknownKeys });
  if (unknownKeys.length > 0)
    context.output.progress(`Kept as comments, they mean nothing to trainyard: ${unknownKeys.join(", ")}`);
  context.output.result(`Wrote ${output} from ${input.name}. Next: trainyard plan`);
}

function importText(text: string, fileName: string): ImportedProject {
  try {
    return importGuideConfig(text, fileName);
  } catch (error) {
    throw withText(error, text);
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Reading the file says what is wrong with it.
    return false;
  }
}
