import { basename, dirname } from "node:path";
import {
  checkJob,
  EVERY_NODE_SCRIPT,
  jobRequestOf,
  optionOf,
  readBatchScript,
  TrainyardError,
  type BatchScript,
  type ClusterPartition,
  type JobProblem,
  type JobRequest,
  type JobSubmission,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { usageError } from "../command/usageError.ts";
import { packDirectory } from "./files/packDirectory.ts";
import { readInput, type InputFile } from "./readInput.ts";

export interface SubmitFlags {
  readonly nodes: number | undefined;
  readonly "gpus-per-node": number | undefined;
  readonly partition: string | undefined;
  readonly name: string | undefined;
  readonly option: readonly string[];
  readonly "with-files": boolean;
}

/** A job as it will be sent, and what it asks for. */
export interface PreparedJob {
  readonly submission: Omit<JobSubmission, "token" | "loginUser">;
  readonly request: JobRequest;
  /** The script of the user; absent for a command. */
  readonly source?: { readonly input: InputFile; readonly script: BatchScript };
}

interface Asked {
  readonly flags: SubmitFlags;
  readonly positionals: readonly string[];
  readonly rest: readonly string[];
}

/** Reads what is to be submitted; asks nobody. @throws {TrainyardError} `USAGE`, `FILE_NOT_FOUND`, `JOB_REJECTED` */
export function prepareJob(asked: Asked, context: CommandContext): Promise<PreparedJob> {
  for (const option of asked.flags.option)
    if (!option.startsWith("-"))
      throw usageError(`--option is "${option}"`, "Write it with its dashes: --option=--time=2:00:00.");
  const [fileName, ...args] = asked.positionals;
  if (fileName !== undefined) return prepareScript(asked, { fileName, args }, context);
  if (asked.rest.length === 0)
    throw usageError("FILE is missing", "Name a batch script, or write a command after --.");
  return Promise.resolve(prepareCommand(asked));
}

/** @throws {TrainyardError} `JOB_REJECTED` with every reason, each with its place in the script. */
export function refuseImpossible(
  { request, source }: PreparedJob,
  partitions: readonly ClusterPartition[],
): void {
  const problems = checkJob(request, partitions);
  if (problems.length === 0) return;
  const placed = problems.flatMap((problem) => placeOf(problem, source) ?? []);
  const isPlaced = source !== undefined && placed.length === problems.length;
  throw new TrainyardError(
    "JOB_REJECTED",
    isPlaced ? "the cluster cannot run the job" : problems.map(({ message }) => message).join("; "),
    {
      hint: problems[0]?.hint ?? "",
      details: isPlaced
        ? { fileName: source.input.name, text: source.input.text, problems: placed }
        : { problems: problems.map(({ option, message }) => ({ option, message })) },
    },
  );
}

async function prepareScript(
  { flags, rest }: Asked,
  named: { readonly fileName: string; readonly args: readonly string[] },
  context: CommandContext,
): Promise<PreparedJob> {
  const input = await readInput(named.fileName, context, "Name a batch script that is on this machine.");
  const script = readBatchScript(input.text);
  if (script.problems.length > 0)
    throw new TrainyardError("JOB_REJECTED", "this is no batch script", {
      hint: script.problems[0]?.hint ?? "",
      details: { fileName: input.name, text: input.text, problems: script.problems },
    });
  const content = flags["with-files"]
    ? await packDirectory(dirname(input.path))
    : new TextEncoder().encode(input.text);
  return {
    submission: {
      kind: flags["with-files"] ? "archive" : "script",
      scriptName: basename(input.path),
      content,
      options: optionsOf(flags),
      args: [...named.args, ...rest],
    },
    request: requestOf(script, flags),
    source: { input, script },
  };
}

function prepareCommand({ flags, rest }: Asked): PreparedJob {
  if (flags["with-files"])
    throw usageError("--with-files needs a script", "Name a batch script whose directory goes along.");
  const withDefaults = { ...flags, nodes: flags.nodes ?? 1, name: flags.name ?? basename(rest[0] ?? "job") };
  return {
    submission: {
      kind: "script",
      scriptName: "command.sh",
      content: new TextEncoder().encode(EVERY_NODE_SCRIPT),
      options: [...optionsOf(withDefaults), "--ntasks-per-node=1"],
      args: rest,
    },
    request: requestOf({ options: [] }, withDefaults),
  };
}

function requestOf(script: Pick<BatchScript, "options">, flags: SubmitFlags): JobRequest {
  const { partition, nodes } = flags;
  return jobRequestOf(script, { partition, nodes, gpusPerNode: flags["gpus-per-node"] });
}

function optionsOf(flags: SubmitFlags): string[] {
  const named = {
    nodes: flags.nodes,
    "gpus-per-node": flags["gpus-per-node"],
    partition: flags.partition,
    "job-name": flags.name,
  };
  return [
    ...Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
    ...flags.option,
  ];
}

/** The problem at the line of the script that asks for what is not there; undefined when a flag does. */
function placeOf({ option, message, hint }: JobProblem, source: PreparedJob["source"]) {
  const names = option === "gpus-per-node" ? [option, "gres"] : [option];
  const found = names
    .map((name) => source && optionOf(source.script, name))
    .find((place) => place !== undefined);
  if (found === undefined) return undefined;
  const { line, column } = found;
  return {
    rule: `job-${option}`,
    path: `#SBATCH ${found.name}`,
    position: { line, column },
    length: found.name.length + found.value.length,
    message,
    hint,
  };
}
