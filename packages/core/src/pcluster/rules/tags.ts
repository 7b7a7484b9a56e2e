import { error, findingsOf, warning, type Finding, type Findings } from "./finding.ts";

export interface ComputeResourceTagsInput {
  readonly queueName: string;
  readonly computeResourceName: string;
  /** Tag keys of each level; an absent section has none. */
  readonly clusterKeys: readonly string[];
  readonly queueKeys: readonly string[];
  readonly computeResourceKeys: readonly string[];
}

const MAX_TAGS = 40;

export function computeResourceTagsValidator(input: ComputeResourceTagsInput): Findings {
  const cluster = new Set(input.clusterKeys);
  const queue = new Set(input.queueKeys);
  const compute = new Set(input.computeResourceKeys);
  const everywhere = [...cluster].filter((key) => queue.has(key) && compute.has(key));
  const both = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    [...a].filter((key) => b.has(key) && !everywhere.includes(key));
  const where = `compute resource ${input.computeResourceName} of queue ${input.queueName}`;
  const count = new Set([...cluster, ...queue, ...compute]).size;
  return findingsOf(
    overridden(everywhere, "the cluster, the queue and the compute resource; the last one wins", where),
    overridden(both(cluster, queue), "the cluster and the queue; the queue wins", where),
    overridden(both(queue, compute), "the queue and the compute resource; the compute resource wins", where),
    overridden(
      both(cluster, compute),
      "the cluster and the compute resource; the compute resource wins",
      where,
    ),
    count > MAX_TAGS && error(`There are ${count} tags for ${where}, at most ${MAX_TAGS} are allowed.`),
  );
}

function overridden(keys: readonly string[], levels: string, where: string): Finding | undefined {
  return keys.length === 0
    ? undefined
    : warning(`For ${where} the tags ${[...keys].sort().join(", ")} are set by ${levels}.`);
}
