import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws, ReservationFacts } from "../aws/ClusterConfigAws.ts";
import { error, warning, type Finding, type Findings, type RuleAnswer } from "./finding.ts";
import { reservationsOfGroup } from "./reservationGroups.ts";
import type { VersionLimits } from "./versionLimits.ts";

export interface ReservationPlacementInput {
  readonly placementGroup: string | undefined;
  readonly reservationId: string | undefined;
  readonly groupArn: string | undefined;
  readonly subnetId: string;
  readonly instanceTypes: readonly string[];
  readonly multiAz: boolean;
  readonly limits: VersionLimits;
}

export function placementGroupCapacityReservationValidator(
  input: ReservationPlacementInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const targets = Boolean(input.reservationId) || Boolean(input.groupArn);
  return input.multiAz || !targets || aws === undefined ? [] : checkPlacement(input, aws);
}

async function checkPlacement(input: ReservationPlacementInput, aws: ClusterConfigAws): Promise<Findings> {
  const reservations = await targetedReservations(input, aws);
  if (reservations.length === 0) return [];
  const group = input.placementGroup ?? "";
  if (group !== "") return withGroup(group, input, await inZoneOf(input.subnetId, reservations, aws));
  return input.limits.reservationNeedsPlacementGroup
    ? withoutGroup(input, await inZoneOf(input.subnetId, reservations, aws))
    : [];
}

async function targetedReservations(
  { reservationId, groupArn }: ReservationPlacementInput,
  aws: ClusterConfigAws,
): Promise<readonly ReservationFacts[]> {
  if (reservationId) return [foundOrThrow(await aws.reservations.reservation(reservationId))];
  return reservationsOfGroup(groupArn ?? "", aws);
}

async function inZoneOf(
  subnetId: string,
  reservations: readonly ReservationFacts[],
  aws: ClusterConfigAws,
): Promise<readonly ReservationFacts[]> {
  const { zone } = foundOrThrow(await aws.network.subnet(subnetId));
  return reservations.filter((reservation) => reservation.zone === zone);
}

/** What was found for one type still counts for the next ones, as in the official command. */
function withGroup(
  group: string,
  input: ReservationPlacementInput,
  reservations: readonly ReservationFacts[],
): Findings {
  const findings: Finding[] = [];
  let matches = false;
  let unrelated = false;
  for (const type of input.instanceTypes) {
    const ofType = reservations.filter(({ instanceType }) => instanceType === type);
    matches ||= ofType.some((reservation) => groupOf(reservation) === group);
    unrelated ||= ofType.some((reservation) => groupOf(reservation) === "");
    if (!matches && !unrelated)
      findings.push(
        error(`No targeted reservation for ${type} is in the placement group ${group} or free of one.`),
      );
    else if (unrelated)
      findings.push(
        warning(
          `The reservation for ${type} has nothing to do with the placement group ${group}: EC2 may lack capacity in it.`,
        ),
      );
  }
  return findings;
}

function withoutGroup(input: ReservationPlacementInput, reservations: readonly ReservationFacts[]): Findings {
  return input.instanceTypes
    .filter((type) => !reservations.some((one) => one.instanceType === type && groupOf(one) === ""))
    .map((type) =>
      error(
        `Every targeted reservation for ${type} in the zone of ${input.subnetId} is tied to a placement group, and the compute resource has none.`,
      ),
    );
}

/** Name of the placement group that a reservation is made in; empty without one. */
function groupOf(reservation: ReservationFacts): string {
  return reservation.placementGroupArn?.split("/").at(-1) ?? "";
}
