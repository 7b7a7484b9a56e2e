import { optionOf, type BatchScript } from "./BatchScript.ts";

/** What a job asks of the cluster; undefined is left to Slurm. */
export interface JobRequest {
  /** Several may be named: the first that can start it. */
  readonly partitions: readonly string[];
  /** The least that it takes. */
  readonly nodeCount: number | undefined;
  readonly gpusPerNode: number | undefined;
  /** Over all nodes. */
  readonly gpuCount: number | undefined;
}

/** Flags of the command line win over the script, as in `sbatch`. */
export function jobRequestOf(
  script: Pick<BatchScript, "options">,
  flags: {
    readonly partition?: string | undefined;
    readonly nodes?: number | undefined;
    readonly gpusPerNode?: number | undefined;
  } = {},
): JobRequest {
  const value = (name: string) => optionOf(script, name)?.value;
  const partitions = flags.partition ?? value("partition");
  return {
    partitions: (partitions ?? "").split(",").filter((name) => name !== ""),
    nodeCount: flags.nodes ?? leastOf(value("nodes")),
    gpusPerNode: flags.gpusPerNode ?? gpusOf(value("gpus-per-node")) ?? gresGpus(value("gres")),
    gpuCount: gpusOf(value("gpus")),
  };
}

/** `2`, `2-4`, `2,4`, `1k` */
function leastOf(text: string | undefined): number | undefined {
  const match = /^(\d+)([km]?)(?=[-,:]|$)/i.exec(text ?? "");
  if (match === null) return undefined;
  const factors: Readonly<Record<string, number>> = { k: 1_024, m: 1_048_576 };
  return Number(match[1]) * (factors[(match[2] ?? "").toLowerCase()] ?? 1);
}

/** `8`, `h100:8` */
function gpusOf(text: string | undefined): number | undefined {
  const count = /^(?:[A-Za-z][\w.-]*:)?(\d+)$/.exec(text ?? "")?.[1];
  return count === undefined ? undefined : Number(count);
}

/** `gpu:8`, `gpu:h100:8`, `gpu`, among others */
function gresGpus(text: string | undefined): number | undefined {
  const part = (text ?? "").split(",").find((candidate) => /^(?:gres:)?gpu(?::|$)/.test(candidate));
  if (part === undefined) return undefined;
  return gpusOf(part.replace(/^(?:gres:)?gpu:?/, "")) ?? 1;
}
