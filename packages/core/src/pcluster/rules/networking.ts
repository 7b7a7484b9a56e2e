import type { ClusterConfigAws, SubnetFacts } from "../aws/ClusterConfigAws.ts";
import { error, findingsOf, warning, type Finding, type Findings, type RuleAnswer } from "./finding.ts";

export interface SecurityGroupsInput {
  readonly securityGroups: readonly string[] | undefined;
}

export function securityGroupsValidator(
  input: SecurityGroupsInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const groups = input.securityGroups ?? [];
  return groups.length === 0 || aws === undefined ? [] : checkGroupsExist(groups, aws);
}

async function checkGroupsExist(groups: readonly string[], aws: ClusterConfigAws): Promise<Findings> {
  const answers = await Promise.all(groups.map((id) => aws.network.securityGroup(id)));
  return answers.flatMap((answer, index) =>
    answer.kind === "refused"
      ? [error(`The security group ${groups[index] ?? ""} cannot be used: ${answer.message}`)]
      : [],
  );
}

export function subnetsValidator(
  input: { readonly subnetIds: readonly string[] },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkSubnets(input.subnetIds, aws);
}

async function checkSubnets(subnetIds: readonly string[], aws: ClusterConfigAws): Promise<Findings> {
  const subnets: SubnetFacts[] = [];
  for (const answer of await Promise.all(subnetIds.map((id) => aws.network.subnet(id)))) {
    if (answer.kind === "refused") return [error(`The subnets cannot be read: ${answer.message}`)];
    subnets.push(answer.value);
  }
  const [first, ...others] = subnets;
  if (first === undefined) return [];
  const elsewhere = others
    .filter((subnet) => subnet.vpc !== first.vpc)
    .map((subnet) =>
      error(`The subnet ${subnet.id} is in ${subnet.vpc}, not in ${first.vpc} like ${first.id}.`),
    );
  const vpc = await aws.network.vpc(first.vpc);
  if (vpc.kind === "refused")
    return [...elsewhere, error(`The VPC ${first.vpc} cannot be read: ${vpc.message}`)];
  return findingsOf(
    ...elsewhere,
    !vpc.value.dnsSupport && error(`The VPC ${first.vpc} has DNS support switched off.`),
    !vpc.value.dnsHostnames && error(`The VPC ${first.vpc} has DNS host names switched off.`),
  );
}

export interface QueueSubnetsInput {
  readonly queueName: string;
  readonly subnetIds: readonly string[];
  /** Subnets by availability zone. */
  readonly subnetsByZone: ReadonlyMap<string, readonly string[]>;
}

export function queueSubnetsValidator({ queueName, subnetIds, subnetsByZone }: QueueSubnetsInput): Findings {
  const twice = subnetIds.filter((id, index) => subnetIds.indexOf(id) !== index);
  const crowded = [...subnetsByZone].filter(([, ids]) => ids.length > 1);
  return findingsOf(
    twice.length > 0 && error(`Queue ${queueName} lists ${[...new Set(twice)].join(", ")} more than once.`),
    crowded.length > 0 &&
      error(
        `Queue ${queueName} has several subnets in one availability zone: ${crowded.map(([zone, ids]) => `${zone}: ${ids.join(", ")}`).join("; ")}.`,
      ),
  );
}

export function elasticIpValidator(
  input: { readonly elasticIp: unknown },
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const { elasticIp } = input;
  if (
    typeof elasticIp !== "string" ||
    ["true", "false"].includes(elasticIp.toLowerCase()) ||
    aws === undefined
  )
    return [];
  return checkElasticIp(elasticIp, aws);
}

async function checkElasticIp(elasticIp: string, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.network.elasticIp(elasticIp);
  return findingsOf(
    answer.kind === "refused" && error(`The elastic IP ${elasticIp} cannot be used: ${answer.message}`),
  );
}

export interface SingleTypeSubnetInput {
  readonly queueName: string;
  readonly subnetIds: readonly string[];
}

export function singleInstanceTypeSubnetValidator({ queueName, subnetIds }: SingleTypeSubnetInput): Findings {
  return findingsOf(
    subnetIds.length > 1 &&
      error(
        `Queue ${queueName} has ${subnetIds.length} subnets and a compute resource with InstanceType; several subnets need Instances.`,
      ),
  );
}

export interface LambdaVpcInput {
  readonly securityGroupIds: readonly string[];
  readonly subnetIds: readonly string[];
}

export function lambdaFunctionsVpcConfigValidator(
  input: LambdaVpcInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkLambdaVpc(input, aws);
}

async function checkLambdaVpc(input: LambdaVpcInput, aws: ClusterConfigAws): Promise<Findings> {
  const groups = await Promise.all(input.securityGroupIds.map((id) => aws.network.securityGroup(id)));
  const subnets = await Promise.all(input.subnetIds.map((id) => aws.network.subnet(id)));
  // The official command asks for all at once: one missing id is one error, and nothing else is said.
  const missing = [...groups, ...subnets].find((answer) => answer.kind === "refused");
  if (missing?.kind === "refused")
    return [error(`The network of the Lambda functions cannot be read: ${missing.message}`)];
  const groupVpcs = new Set(groups.flatMap((answer) => (answer.kind === "found" ? [answer.value.vpc] : [])));
  const subnetVpcs = new Set(
    subnets.flatMap((answer) => (answer.kind === "found" ? [answer.value.vpc] : [])),
  );
  const same = groupVpcs.size === subnetVpcs.size && [...groupVpcs].every((vpc) => subnetVpcs.has(vpc));
  return findingsOf(
    groupVpcs.size > 1 &&
      error(`The security groups of the Lambda functions are in several VPCs: ${[...groupVpcs].join(", ")}.`),
    subnetVpcs.size > 1 &&
      error(`The subnets of the Lambda functions are in several VPCs: ${[...subnetVpcs].join(", ")}.`),
    !same &&
      error(
        `The security groups of the Lambda functions are in ${[...groupVpcs].join(", ")}, their subnets in ${[...subnetVpcs].join(", ")}.`,
      ),
  );
}

export interface MixedSecurityGroupsInput {
  readonly headNodeSecurityGroups: readonly string[] | undefined;
  readonly queueSecurityGroups: readonly (readonly string[] | undefined)[];
}

export function mixedSecurityGroupOverwriteValidator(input: MixedSecurityGroupsInput): Findings {
  const custom = input.queueSecurityGroups.map((groups) => groups !== undefined && groups.length > 0);
  const allCustom = custom.length > 0 && custom.every(Boolean);
  const noneCustom = !custom.some(Boolean);
  const head = input.headNodeSecurityGroups;
  const headCustom = head !== undefined && head.length > 0;
  return findingsOf(
    ((headCustom && !allCustom) || (head === undefined && !noneCustom)) &&
      warning(
        "Some nodes have SecurityGroups of your own and others those of ParallelCluster: make sure that all nodes reach each other, or use AdditionalSecurityGroups.",
      ),
  );
}

export interface HostedZoneInput {
  readonly hostedZoneId: string;
  readonly vpc: string;
  readonly clusterName: string;
}

/** 255 characters of a full name, less 64 of the host and one dot. */
const CLUSTER_AND_DOMAIN_MAX_LENGTH = 190;

export function hostedZoneValidator(input: HostedZoneInput, aws: ClusterConfigAws | undefined): RuleAnswer {
  return aws === undefined ? [] : checkHostedZone(input, aws);
}

async function checkHostedZone(input: HostedZoneInput, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.network.hostedZone(input.hostedZoneId);
  if (answer.kind === "refused")
    return [error(`The hosted zone ${input.hostedZoneId} cannot be read: ${answer.message}`)];
  const zone = answer.value;
  const length = input.clusterName.length + zone.domainName.length;
  const membership: Finding | false = zone.isPrivate
    ? !zone.vpcs.includes(input.vpc) &&
      error(
        `The hosted zone ${input.hostedZoneId} belongs to ${zone.vpcs.join(", ") || "no VPC"}, not to ${input.vpc} of the cluster.`,
      )
    : error(`The hosted zone ${input.hostedZoneId} is public; only private ones are supported.`);
  return findingsOf(
    membership,
    length > CLUSTER_AND_DOMAIN_MAX_LENGTH &&
      error(
        `The cluster name ${input.clusterName} and the domain ${zone.domainName} have ${length} characters together, at most ${CLUSTER_AND_DOMAIN_MAX_LENGTH} are allowed.`,
      ),
  );
}
