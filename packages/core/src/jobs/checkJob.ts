import { nearestName } from "../text/index.ts";
import type { ClusterPartition } from "./ClusterPartition.ts";
import type { JobRequest } from "./JobRequest.ts";

/** Why the cluster cannot run a job, and what to do about it. */
export interface JobProblem {
  /** The option that asks for what is not there. */
  readonly option: "partition" | "nodes" | "gpus-per-node" | "gpus";
  readonly message: string;
  readonly hint: string;
}

/** All reasons why a job would wait for ever or be refused; `[]` when the cluster can run it. */
export function checkJob(
  request: JobRequest,
  partitions: readonly ClusterPartition[],
): readonly JobProblem[] {
  const unknown = request.partitions.filter((name) => !partitions.some((known) => known.name === name));
  if (unknown.length > 0) return unknown.map((name) => unknownPartition(name, partitions));
  const wanted =
    request.partitions.length > 0
      ? partitions.filter(({ name }) => request.partitions.includes(name))
      : partitions.filter(({ isDefault }) => isDefault);
  if (wanted.length === 0)
    return [
      {
        option: "partition",
        message: "the job names no partition, and the cluster has no default one",
        hint: `Name one with --partition: ${namesOf(partitions)}.`,
      },
    ];
  // One of several partitions is enough.
  const problems = wanted.map((partition) => problemsIn(partition, request));
  return problems.some((list) => list.length === 0) ? [] : (problems[0] ?? []);
}

function problemsIn(partition: ClusterPartition, request: JobRequest): JobProblem[] {
  const { name, nodeCount, gpusPerNode, gpuCount } = partition;
  const problems: JobProblem[] = [];
  if (request.nodeCount !== undefined && request.nodeCount > nodeCount)
    problems.push({
      option: "nodes",
      message: `the job asks for ${request.nodeCount} nodes, the partition ${name} has ${nodeCount}`,
      hint: `Ask for at most ${nodeCount} nodes, or enlarge the queue in the project file and run \`trainyard up\`.`,
    });
  if (request.gpusPerNode !== undefined && request.gpusPerNode > gpusPerNode)
    problems.push({
      option: "gpus-per-node",
      message: `the job asks for ${request.gpusPerNode} GPUs on each node, a node of ${name} has ${gpusPerNode}`,
      hint:
        gpusPerNode === 0
          ? "Choose a partition with GPUs, or ask for none."
          : `Ask for at most ${gpusPerNode} GPUs on each node, and for more nodes.`,
    });
  if (request.gpuCount !== undefined && request.gpuCount > gpuCount)
    problems.push({
      option: "gpus",
      message: `the job asks for ${request.gpuCount} GPUs, the partition ${name} has ${gpuCount}`,
      hint: `Ask for at most ${gpuCount} GPUs.`,
    });
  return problems;
}

function unknownPartition(name: string, partitions: readonly ClusterPartition[]): JobProblem {
  const near = nearestName(
    name,
    partitions.map((partition) => partition.name),
  );
  return {
    option: "partition",
    message: `there is no partition "${name}"`,
    hint: `${near === undefined ? "" : `Did you mean "${near}"? `}The cluster has: ${namesOf(partitions)}.`,
  };
}

function namesOf(partitions: readonly ClusterPartition[]): string {
  return partitions.map(({ name }) => name).join(", ");
}
