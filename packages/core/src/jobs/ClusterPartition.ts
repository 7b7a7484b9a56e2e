import { FIELD_SEPARATOR, ROW_SEPARATOR, rowsOf } from "./separators.ts";

/** What a partition offers to jobs. */
export interface ClusterPartition {
  readonly name: string;
  readonly isDefault: boolean;
  readonly isUp: boolean;
  /** All of them, powered down ones too. */
  readonly nodeCount: number;
  /** Of the node that has most. */
  readonly gpusPerNode: number;
  readonly cpusPerNode: number;
  /** Of all nodes together. */
  readonly gpuCount: number;
}

const FIELDS = ["%P", "%a", "%D", "%c", "%G"] as const;

/** For `sinfo -h -a -o`. */
export const PARTITION_FORMAT = FIELDS.join(FIELD_SEPARATOR) + ROW_SEPARATOR;

/** Rows of the same partition, one for each kind and state of nodes, become one. */
export function parsePartitions(text: string): readonly ClusterPartition[] {
  const partitions = new Map<string, ClusterPartition>();
  for (const row of rowsOf(text, FIELDS.length)) {
    const part = partitionOf(row);
    const before = partitions.get(part.name);
    partitions.set(part.name, before === undefined ? part : together(before, part));
  }
  return [...partitions.values()];
}

function partitionOf([
  label = "",
  availability = "",
  count = "",
  cpus = "",
  gres = "",
]: readonly string[]): ClusterPartition {
  const nodeCount = Number(count);
  const gpusPerNode = gpusOf(gres);
  return {
    name: label.replace(/\*$/, ""),
    isDefault: label.endsWith("*"),
    isUp: availability === "up",
    nodeCount,
    gpusPerNode,
    cpusPerNode: Number.parseInt(cpus, 10) || 0,
    gpuCount: nodeCount * gpusPerNode,
  };
}

function together(one: ClusterPartition, other: ClusterPartition): ClusterPartition {
  return {
    ...one,
    nodeCount: one.nodeCount + other.nodeCount,
    gpusPerNode: Math.max(one.gpusPerNode, other.gpusPerNode),
    cpusPerNode: Math.max(one.cpusPerNode, other.cpusPerNode),
    gpuCount: one.gpuCount + other.gpuCount,
  };
}

/** `gpu:8`, `gpu:h100:8(S:0-1)`, `gpu:a:4,gpu:b:4`, `(null)` */
export function gpusOf(gres: string): number {
  const counts = gres
    .replaceAll(/\([^)]*\)/g, "")
    .split(",")
    .map((part) => /^gpu(?::[A-Za-z][\w.-]*)?(?::(\d+))?$/.exec(part.trim()))
    .map((match) => (match === null ? 0 : Number(match[1] ?? "1")));
  return counts.reduce((sum, count) => sum + count, 0);
}
