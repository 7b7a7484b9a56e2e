import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import type { CapacityType } from "./capacityType.ts";
import { error, findingsOf, warning, type Finding, type Findings, type RuleAnswer } from "./finding.ts";

export interface PlacementGroupNamingInput {
  readonly enabled: boolean | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
}

export function placementGroupNamingValidator(
  input: PlacementGroupNamingInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const name = input.name || input.id;
  const findings = findingsOf(
    Boolean(input.id) &&
      Boolean(input.name) &&
      error("PlacementGroup/Id and PlacementGroup/Name are the same thing; keep one."),
    Boolean(name) &&
      input.enabled === false &&
      error(`The placement group ${name} is named, but Enabled is false: remove one of them.`),
  );
  if (!name || input.enabled === false || aws === undefined) return findings;
  return checkGroup(name, findings, aws);
}

async function checkGroup(name: string, findings: Findings, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.instances.placementGroup(name);
  const missing: readonly Finding[] =
    answer.kind === "refused" ? [error(`The placement group ${name} cannot be used: ${answer.message}`)] : [];
  return [...findings, ...missing];
}

export interface MultiAzPlacementGroupInput {
  readonly multiAz: boolean;
  readonly placementGroupEnabled: boolean;
  readonly computeResourceName: string;
  readonly queueName: string;
}

export function multiAzPlacementGroupValidator(input: MultiAzPlacementGroupInput): Findings {
  return findingsOf(
    input.multiAz &&
      input.placementGroupEnabled &&
      error(
        `Compute resource ${input.computeResourceName} has a placement group, but queue ${input.queueName} spans several availability zones.`,
      ),
  );
}

export interface PlacementGroupCapacityTypeInput {
  readonly capacityType: CapacityType | undefined;
  readonly placementGroupEnabled: boolean;
}

export function placementGroupCapacityTypeValidator(input: PlacementGroupCapacityTypeInput): Findings {
  return findingsOf(
    input.capacityType === "CAPACITY_BLOCK" &&
      input.placementGroupEnabled &&
      warning(
        "A capacity block should have no placement group: the block may lie outside of it, and EC2 then lacks capacity.",
      ),
  );
}
