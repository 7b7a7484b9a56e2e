import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import type { InstanceFacts } from "../aws/InstanceFacts.ts";
import { error, findingsOf, info, warning, type Finding, type Findings, type RuleAnswer } from "./finding.ts";

export function awsBatchFsxValidator(): Findings {
  return [error("FSx cannot be used with the scheduler awsbatch.")];
}

export interface BatchInstanceTypesInput {
  readonly instanceTypes: readonly string[];
  readonly maxVcpus: number;
  readonly region: string;
}

export function awsBatchComputeInstanceTypeValidator(
  input: BatchInstanceTypesInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkTypes(input, aws);
}

async function checkTypes(
  { instanceTypes, maxVcpus, region }: BatchInstanceTypesInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const supported = await supportedTypes(aws);
  const findings: Finding[] =
    supported.size === 0
      ? [warning("The types that AWS Batch supports are not known; the instance types were not checked.")]
      : instanceTypes
          .filter((type) => !supported.has(type))
          .map((type) => error(`AWS Batch does not support ${type} in ${region}.`));
  const [only, ...others] = instanceTypes;
  if (only === undefined || others.length > 0 || !only.includes(".")) return findings;
  const { vcpus } = foundOrThrow(await aws.instances.instanceType(only));
  return findingsOf(
    ...findings,
    vcpus <= 0 && warning(`EC2 does not say how many vCPUs ${only} has; MaxvCpus was not checked.`),
    vcpus > 0 &&
      maxVcpus < vcpus &&
      error(`MaxvCpus ${maxVcpus} is below the ${vcpus} vCPUs of one ${only}.`),
  );
}

/** What Batch says counts only if EC2 knows every type and family in it. */
async function supportedTypes(aws: ClusterConfigAws): Promise<ReadonlySet<string>> {
  const offered = foundOrThrow(await aws.instances.offeredTypes());
  const families = [...offered].map((type) => familyOf(type)).filter((family) => family !== undefined);
  const known = new Set([...offered, ...families, "optimal"]);
  const answer = await aws.instances.batchTypes();
  if (answer.kind === "refused" || [...answer.value].some((type) => !known.has(type))) return known;
  return answer.value;
}

function familyOf(type: string): string | undefined {
  return /^([a-z0-9-]+)\./.exec(type)?.[1];
}

export interface BatchArchitectureInput {
  readonly instanceTypes: readonly string[];
  readonly architecture: string;
}

export function awsBatchInstancesArchitectureCompatibilityValidator(
  input: BatchArchitectureInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkArchitectures(input, aws);
}

async function checkArchitectures(
  { instanceTypes, architecture }: BatchArchitectureInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const findings: Finding[] = [];
  for (const type of instanceTypes) {
    if (familyOf(type) === undefined && type !== "optimal") {
      findings.push(
        info(`${type} is a family; whether it fits the head node's ${architecture} was not checked.`),
      );
      continue;
    }
    const architectures = type === "optimal" ? ["x86_64"] : await architecturesOf(type, aws);
    if (!architectures.includes(architecture))
      findings.push(error(`${type} is for ${architectures.join(", ")}, the head node is ${architecture}.`));
  }
  return findings;
}

async function architecturesOf(type: string, aws: ClusterConfigAws): Promise<InstanceFacts["architectures"]> {
  return foundOrThrow(await aws.instances.instanceType(type)).architectures;
}
