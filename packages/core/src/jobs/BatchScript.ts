import type { Problem } from "../text/index.ts";

/** An option as a `#SBATCH` line gives it. */
export interface BatchOption {
  /** The long name: `nodes`. */
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

export interface BatchScript {
  readonly options: readonly BatchOption[];
  /** What `sbatch` would refuse the file for. */
  readonly problems: readonly Problem[];
}

const LONG_NAMES: Readonly<Record<string, string>> = {
  A: "account",
  a: "array",
  c: "cpus-per-task",
  C: "constraint",
  d: "dependency",
  D: "chdir",
  e: "error",
  G: "gpus",
  J: "job-name",
  N: "nodes",
  n: "ntasks",
  o: "output",
  p: "partition",
  q: "qos",
  t: "time",
  w: "nodelist",
  x: "exclude",
};
const SHEBANG = /^#!\s*\S/;

/** Reads the `#SBATCH` lines of a batch script, which end at the first line with a command. */
export function readBatchScript(text: string): BatchScript {
  const lines = text.split("\n");
  const problems = fileProblems(text, lines[0] ?? "");
  const options: BatchOption[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== "" && !line.startsWith("#")) break;
    const [prefix] = /^#SBATCH(?=\s)/.exec(line) ?? [];
    if (prefix !== undefined) options.push(...optionsOf(wordsOf(line, prefix.length), index + 1));
  }
  return { options, problems };
}

/** The last word of an option wins, as in `sbatch`. */
export function optionOf(script: Pick<BatchScript, "options">, name: string): BatchOption | undefined {
  return script.options.findLast((option) => option.name === name);
}

interface Word {
  readonly text: string;
  readonly column: number;
}

/** Words with their quotes taken off; a `#` that begins a word begins a comment. */
function wordsOf(line: string, from: number): readonly Word[] {
  const words: Word[] = [];
  const pattern = /(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g;
  pattern.lastIndex = from;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    if (match[0].startsWith("#")) break;
    const text = match[0].replaceAll(/"([^"]*)"|'([^']*)'|\\(.)/g, "$1$2$3");
    words.push({ text, column: match.index + 1 });
  }
  return words;
}

function optionsOf(words: readonly Word[], line: number): BatchOption[] {
  const options: BatchOption[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined || !word.text.startsWith("-")) continue;
    const { name, value } = splitOption(word.text);
    const next = words[at + 1];
    const takesNext = value === undefined && next !== undefined && !next.text.startsWith("-");
    options.push({ name, value: value ?? (takesNext ? next.text : ""), line, column: word.column });
    if (takesNext) at += 1;
  }
  return options;
}

function splitOption(text: string): { readonly name: string; readonly value: string | undefined } {
  if (!text.startsWith("--")) {
    const letter = text.slice(1, 2);
    const value = text.slice(2).replace(/^=/, "");
    return { name: LONG_NAMES[letter] ?? letter, value: value === "" ? undefined : value };
  }
  const equals = text.indexOf("=");
  if (equals < 0) return { name: text.slice(2), value: undefined };
  return { name: text.slice(2, equals), value: text.slice(equals + 1) };
}

function fileProblems(text: string, firstLine: string): Problem[] {
  if (text.trim() === "")
    return [problemAt("the script is empty", "Write `#!/bin/bash` and the commands of the job.", firstLine)];
  if (!SHEBANG.test(firstLine))
    return [
      problemAt(
        "the first line does not name an interpreter",
        "Begin the script with `#!/bin/bash`.",
        firstLine,
      ),
    ];
  if (text.includes("\r\n"))
    return [
      problemAt("the lines end as on Windows (CR LF)", "Save the script with Unix line ends.", firstLine),
    ];
  return [];
}

function problemAt(message: string, hint: string, line: string): Problem {
  return {
    rule: "batch-script",
    path: "",
    position: { line: 1, column: 1 },
    length: Math.max(1, line.trim().length),
    message,
    hint,
  };
}
