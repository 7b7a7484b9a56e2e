import { TrainyardError } from "../errors/index.ts";
import { base64OfBytes } from "../remote/remoteLines.ts";
import { readRemote, runRemote, type RemoteNode } from "../remote/runRemote.ts";
import { parsePartitions, type ClusterPartition } from "./ClusterPartition.ts";
import { PARTITIONS_SCRIPT, SUBMIT_SCRIPT, UPLOAD_SCRIPT } from "./jobScripts.ts";

/** A job that is ready to be sent. */
export interface JobSubmission {
  readonly loginUser: string;
  /** Names the upload; letters, digits, `-`. */
  readonly token: string;
  /** `archive`: packed files of a directory (tar, gzip) in which `scriptName` is the script. */
  readonly kind: "script" | "archive";
  readonly scriptName: string;
  readonly content: Uint8Array;
  /** Flags for `sbatch`. */
  readonly options: readonly string[];
  readonly args: readonly string[];
}

export interface SubmittedJob {
  readonly jobId: string;
  /** Where the job works on the cluster. */
  readonly directory: string;
}

/** A command of Systems Manager is at most 64 KiB; base64 of base64 is 16/9 as long as what it says. */
const PIECE_BYTES = 24_000;
const LARGEST_UPLOAD_BYTES = 4_000_000;

export async function readPartitions(node: RemoteNode): Promise<readonly ClusterPartition[]> {
  return parsePartitions(
    await readRemote(node, { script: PARTITIONS_SCRIPT, comment: "trainyard: partitions" }),
  );
}

/**
 * Sends a job to the head node and submits it there as the cluster's user.
 * @param report - told how many bytes are there.
 * @throws {TrainyardError} `JOB_REJECTED` with Slurm's words, `UPLOAD_TOO_LARGE`
 */
export async function submitJob(
  node: RemoteNode,
  job: JobSubmission,
  report: (sentBytes: number, totalBytes: number) => void = () => undefined,
): Promise<SubmittedJob> {
  const pieces = piecesOf(job.content);
  for (const [index, piece] of pieces.slice(0, -1).entries()) {
    await readRemote(node, {
      script: UPLOAD_SCRIPT,
      args: [job.loginUser, job.token, String(index).padStart(5, "0"), piece],
      comment: "trainyard: files of a job",
    });
    report((index + 1) * PIECE_BYTES, job.content.length);
  }
  const { exitCode, stdout, stderr } = await runRemote(node, {
    script: SUBMIT_SCRIPT,
    args: [
      job.loginUser,
      job.token,
      job.kind,
      job.scriptName,
      pieces.at(-1) ?? "",
      String(job.options.length),
      ...job.options,
      ...job.args,
    ],
    comment: "trainyard: submit a job",
  });
  const [id = "", directory = ""] = new TextDecoder().decode(stdout).split("\n");
  const jobId = /^\d+/.exec(id)?.[0];
  if (exitCode === 0 && jobId !== undefined) return { jobId, directory };
  throw new TrainyardError("JOB_REJECTED", `Slurm refuses the job: ${refusalOf(stderr, exitCode)}`, {
    hint: "Change the script as the words above say, and submit again.",
    details: { exitCode },
  });
}

function piecesOf(content: Uint8Array): readonly string[] {
  if (content.length > LARGEST_UPLOAD_BYTES)
    throw new TrainyardError(
      "UPLOAD_TOO_LARGE",
      `the job brings ${content.length} bytes with it, more than ${LARGEST_UPLOAD_BYTES}`,
      {
        hint: "Put data and models into the data bucket, from where they appear in /fsx, and send the scripts alone.",
        details: { bytes: content.length, largestBytes: LARGEST_UPLOAD_BYTES },
      },
    );
  const pieces: string[] = [];
  for (let at = 0; at === 0 || at < content.length; at += PIECE_BYTES)
    pieces.push(base64OfBytes(content.subarray(at, at + PIECE_BYTES)));
  return pieces;
}

function refusalOf(stderr: string, exitCode: number): string {
  const words = stderr
    .replace(/failed to run commands: exit status \d+\s*$/, "")
    .split("\n")
    .map((line) => line.replace(/^sbatch: (?:error: )?/, "").trim())
    .filter((line) => line !== "");
  return words.length === 0 ? `exit code ${exitCode}` : words.join("; ");
}
