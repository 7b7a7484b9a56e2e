// Compares recorded verdicts of the official library with ours: npm run corpus -- DIRECTORY
import type { CaseResult } from "./corpus/CaseResult.ts";
import { readCorpus } from "./corpus/readCorpus.ts";
import { runCorpusFile } from "./corpus/runCorpusFile.ts";

const MAX_WIDTH = 600;

async function main(directory: string): Promise<number> {
  const { files, context } = await readCorpus(directory);
  if (files.length === 0) throw new Error(`${directory} has no recorded cases`);
  let agreeing = 0;
  let total = 0;
  let unreadable = 0;
  for (const file of files) {
    try {
      const count = report(file.name, await runCorpusFile(file, context));
      agreeing += count.agreeing;
      total += count.total;
    } catch (error) {
      unreadable += 1;
      console.error(
        `${file.name}: cannot be read\n  ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  console.log(`${agreeing} of ${total} agree`);
  return unreadable === 0 ? 0 : 1;
}

function report(
  file: string,
  results: readonly CaseResult[],
): { readonly agreeing: number; readonly total: number } {
  const total = results.filter(({ kind }) => kind === "compared").length;
  const disagreeing = results.flatMap((result) =>
    result.kind === "compared" && !result.agrees ? [result] : [],
  );
  const apart = results.length - total;
  const agreeing = total - disagreeing.length;
  console.log(
    `${file}: ${agreeing} of ${total} agree${apart === 0 ? "" : `, ${apart} without a verdict or its inputs`}`,
  );
  for (const { name, official, ours } of disagreeing)
    console.log(`  ${name}\n    official: ${short(official)}\n    ours:     ${short(ours)}`);
  return { agreeing, total };
}

function short(text: string): string {
  const shown = text === "" ? "nothing" : text;
  return shown.length > MAX_WIDTH ? `${shown.slice(0, MAX_WIDTH)} ...` : shown;
}

const directory = process.argv[2];
if (directory === undefined || process.argv.length > 3) {
  console.error("usage: npm run corpus -- DIRECTORY");
  process.exitCode = 2;
} else
  process.exitCode = await main(directory).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  });
