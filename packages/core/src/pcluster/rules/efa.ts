import type { ClusterConfigAws, SecurityGroupFacts, SecurityGroupRule } from "../aws/ClusterConfigAws.ts";
import type { CapacityType } from "./capacityType.ts";
import { error, findingsOf, warning, type Finding, type Findings, type RuleAnswer } from "./finding.ts";

export interface EfaInput {
  readonly instanceType: string;
  readonly supportsEfa: boolean;
  readonly efaEnabled: boolean | undefined;
  readonly gdrSupport: boolean | undefined;
  readonly multiAz: boolean;
}

export function efaValidator({
  instanceType,
  supportsEfa,
  efaEnabled,
  gdrSupport,
  multiAz,
}: EfaInput): Findings {
  const enabled = efaEnabled === true;
  return findingsOf(
    enabled && !supportsEfa && error(`The instance type ${instanceType} does not support EFA.`),
    supportsEfa &&
      !enabled &&
      !multiAz &&
      warning(
        `${instanceType} supports EFA, which makes traffic between nodes faster at no cost; enable it with Efa/Enabled.`,
      ),
    gdrSupport === true && !enabled && error("Efa/GdrSupport works only with Efa/Enabled true."),
  );
}

export interface EfaPlacementGroupInput {
  readonly efaEnabled: boolean | undefined;
  readonly placementGroup: string | undefined;
  readonly placementGroupDisabled: boolean;
  readonly multiAz: boolean;
  readonly capacityType: CapacityType | undefined;
}

export function efaPlacementGroupValidator(input: EfaPlacementGroupInput): Findings {
  if (input.capacityType === "CAPACITY_BLOCK" || input.efaEnabled !== true || input.multiAz) return [];
  if (input.placementGroupDisabled)
    return [
      warning("EFA is enabled and the placement group disabled: nodes that are close together are faster."),
    ];
  return findingsOf(
    input.placementGroup === undefined &&
      error(
        "With EFA the placement group must be chosen: set PlacementGroup/Enabled to true, or to false if none is wanted.",
      ),
  );
}

export interface EfaMultiAzInput {
  readonly queueName: string;
  readonly computeResourceName: string;
  readonly multiAz: boolean;
  readonly efaEnabled: boolean | undefined;
}

export function efaMultiAzValidator(input: EfaMultiAzInput): Findings {
  return findingsOf(
    input.multiAz &&
      input.efaEnabled === true &&
      error(
        `Compute resource ${input.computeResourceName} has EFA, but queue ${input.queueName} spans several availability zones, which EFA does not.`,
      ),
  );
}

export interface EfaSecurityGroupInput {
  readonly efaEnabled: boolean | undefined;
  readonly securityGroups: readonly string[] | undefined;
  readonly additionalSecurityGroups: readonly string[] | undefined;
}

export function efaSecurityGroupValidator(
  input: EfaSecurityGroupInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const groups = input.securityGroups ?? [];
  if (input.efaEnabled !== true || groups.length === 0 || aws === undefined) return [];
  return checkGroups(groups, input.additionalSecurityGroups ?? [], aws);
}

async function checkGroups(
  groups: readonly string[],
  additional: readonly string[],
  aws: ClusterConfigAws,
): Promise<Findings> {
  const warnings: Finding[] = [];
  const openInGroups = await anyOpenToItself(groups, aws, warnings);
  if (openInGroups || (await anyOpenToItself(additional, aws, warnings))) return warnings;
  const all = [...groups, ...additional].join(", ");
  return [
    ...warnings,
    error(`EFA needs a security group that allows all traffic from and to itself; none of ${all} does.`),
  ];
}

async function anyOpenToItself(
  ids: readonly string[],
  aws: ClusterConfigAws,
  warnings: Finding[],
): Promise<boolean> {
  for (const id of ids) {
    const answer = await aws.network.securityGroup(id);
    if (answer.kind === "refused")
      warnings.push(warning(`The security group ${id} cannot be read: ${answer.message}`));
    else if (isOpenToItself(answer.value)) return true;
  }
  return false;
}

function isOpenToItself(group: SecurityGroupFacts): boolean {
  const opens = (rule: SecurityGroupRule) => rule.protocol === "-1" && rule.groups.includes(group.id);
  return group.ingress.some(opens) && group.egress.some(opens);
}
