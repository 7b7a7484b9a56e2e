import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import { readProperties } from "../../kernel/readProperties.ts";
import { expandHostlist } from "./hostlist.ts";

/** What slurmctld asks through ResumeProgram and SuspendProgram. */
export interface PowerRequest {
  readonly kind: "resume" | "suspend";
  readonly nodeNames: readonly string[];
  /** Jobs that wait for some of the nodes; nodes that are switched on by hand belong to none. */
  readonly jobs: readonly ResumingJob[];
}

export interface ResumingJob {
  readonly jobId: number;
  readonly nodeNames: readonly string[];
}

/**
 * Reads what the programs leave: the kind, the list of nodes, and the text of `SLURM_RESUME_FILE`. Undefined when it
 * is none of this.
 */
export function readPowerRequest(text: string): PowerRequest | undefined {
  const [kind, list, ...rest] = text.split("\n");
  if ((kind !== "resume" && kind !== "suspend") || list === undefined) return undefined;
  return { kind, nodeNames: expandHostlist(list), jobs: readJobs(rest.join("\n")) };
}

function readJobs(text: string): readonly ResumingJob[] {
  return readProperties(jsonOf(text))
    .objects("jobs")
    .flatMap((job) => {
      const jobId = job.number("job_id");
      // The name changed with Slurm 23.02.
      const nodes = job.text("nodes_resume") ?? job.text("nodes");
      return jobId === undefined || nodes === undefined ? [] : [{ jobId, nodeNames: expandHostlist(nodes) }];
    });
}

function jsonOf(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch (error) {
    // Older versions of Slurm, and nodes switched on by hand, have no such file.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
