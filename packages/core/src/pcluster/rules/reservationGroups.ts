import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws, ReservationFacts } from "../aws/ClusterConfigAws.ts";
import { error, findingsOf, warning, type Findings, type RuleAnswer } from "./finding.ts";

export interface ReservationGroupInput {
  readonly groupArn: string | undefined;
  readonly instanceTypes: readonly string[];
  readonly queueName: string;
  /** Availability zone of each subnet of the queue, in their order. */
  readonly subnetZones: ReadonlyMap<string, string>;
}

export function capacityReservationResourceGroupValidator(
  input: ReservationGroupInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const { groupArn } = input;
  return groupArn === undefined || groupArn === "" || aws === undefined
    ? []
    : checkGroup(groupArn, input, aws);
}

/** All reservations of a group. @throws {AwsLookupError} when the group or one of them cannot be read. */
export async function reservationsOfGroup(
  groupArn: string,
  aws: ClusterConfigAws,
): Promise<readonly ReservationFacts[]> {
  const ids = foundOrThrow(await aws.reservations.reservationsOfGroup(groupArn));
  const answers = await Promise.all(ids.map((id) => aws.reservations.reservation(id)));
  return answers.map(foundOrThrow);
}

async function checkGroup(
  groupArn: string,
  input: ReservationGroupInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const isPool = await aws.reservations.isReservationPool(groupArn);
  if (isPool.kind === "refused" || !isPool.value)
    return [
      error(`The resource group ${groupArn} is not a pool of capacity reservations made with the AWS CLI.`),
    ];
  const reservations = await reservationsOfGroup(groupArn, aws);
  return [...checkTypes(groupArn, input, reservations), ...checkZones(groupArn, input, reservations)];
}

function checkTypes(
  groupArn: string,
  input: ReservationGroupInput,
  reservations: readonly ReservationFacts[],
): Findings {
  const zones = [...new Set(input.subnetZones.values())];
  const missingPairs = input.instanceTypes.flatMap((type) =>
    zones.filter((zone) => !hasReservation(reservations, type, zone)).map((zone) => `${type} in ${zone}`),
  );
  const missingTypes = input.instanceTypes.filter(
    (type) => !zones.some((zone) => hasReservation(reservations, type, zone)),
  );
  return findingsOf(
    ...missingTypes.map((type) =>
      error(`The resource group ${groupArn} has no reservation for ${type} in the zones of the queue.`),
    ),
    missingPairs.length > 0 &&
      warning(`The resource group ${groupArn} has no reservation for ${missingPairs.join(", ")}.`),
  );
}

function checkZones(
  groupArn: string,
  input: ReservationGroupInput,
  reservations: readonly ReservationFacts[],
): Findings {
  const reserved = reservations.map(({ zone }) => zone);
  const subnets = [...input.subnetZones];
  const without = subnets
    .filter(([, zone]) => !reserved.includes(zone))
    .map(([id, zone]) => `${id} (${zone})`);
  const where = `queue ${input.queueName} has ${without.join(", ")}, the resource group ${groupArn} reserves in ${reserved.join(", ") || "no zone"}`;
  return findingsOf(
    without.length === subnets.length && error(`No subnet of the queue has a reservation: ${where}.`),
    without.length > 0 &&
      without.length < subnets.length &&
      warning(`Some subnets of the queue have no reservation: ${where}.`),
  );
}

function hasReservation(reservations: readonly ReservationFacts[], type: string, zone: string): boolean {
  return reservations.some((reservation) => reservation.zone === zone && reservation.instanceType === type);
}
