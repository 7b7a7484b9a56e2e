import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws, SecurityGroupRule } from "../aws/ClusterConfigAws.ts";
import { coversAll } from "./addressRanges.ts";
import type { VersionLimits } from "./versionLimits.ts";

export interface AccessQuestion {
  /** Groups on the storage. */
  readonly securityGroups: readonly string[];
  readonly subnetIds: readonly string[];
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  readonly alsoOutbound: boolean;
  readonly cluster: ClusterAccess;
}

export interface ClusterAccess {
  /** Groups of each kind of node; `managed` stands for a group that ParallelCluster makes. */
  readonly nodeSecurityGroups: readonly ReadonlySet<string>[];
  readonly limits: VersionLimits;
  readonly aws: ClusterConfigAws;
}

/**
 * Whether the security groups of a storage open a port to every node: by a prefix list (taken as right), by
 * groups of the nodes, or by address ranges that cover the subnets.
 * @throws {AwsLookupError} when a group or subnet cannot be read.
 */
export async function isPortOpen(question: AccessQuestion): Promise<boolean> {
  const { aws } = question.cluster;
  const groups = (await Promise.all(question.securityGroups.map((id) => aws.network.securityGroup(id)))).map(
    foundOrThrow,
  );
  const subnets = (await Promise.all(question.subnetIds.map((id) => aws.network.subnet(id)))).map(
    foundOrThrow,
  );
  const cidrs = subnets.map((subnet) => subnet.cidr);
  const inbound = isAllowed(
    groups.flatMap((group) => group.ingress),
    question,
    cidrs,
  );
  const outbound = isAllowed(
    groups.flatMap((group) => group.egress),
    question,
    cidrs,
  );
  return inbound && (outbound || !question.alsoOutbound);
}

function isAllowed(
  rules: readonly SecurityGroupRule[],
  question: AccessQuestion,
  cidrs: readonly string[],
): boolean {
  const { nodeSecurityGroups, limits } = question.cluster;
  const open = rules.filter((rule) => opensPort(rule, question));
  if (open.some((rule) => rule.prefixLists.length > 0)) return true;
  const ranges = open.flatMap((rule) => rule.cidrs);
  const groups = new Set(
    open
      .filter((rule) => limits.rulesCountWithBothSources || rule.cidrs.length === 0)
      .flatMap((rule) => rule.groups),
  );
  const everyNode = nodeSecurityGroups.every((node) => [...node].some((group) => groups.has(group)));
  return everyNode || coversAll(ranges, cidrs);
}

const PROTOCOL_NUMBERS = { tcp: "6", udp: "17" } as const;

function opensPort(rule: SecurityGroupRule, { port, protocol }: AccessQuestion): boolean {
  if (rule.protocol === "-1") return true;
  if (rule.protocol !== protocol && rule.protocol !== PROTOCOL_NUMBERS[protocol]) return false;
  return (
    rule.fromPort !== undefined && rule.toPort !== undefined && rule.fromPort <= port && port <= rule.toPort
  );
}
