import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws, ReservationFacts } from "../aws/ClusterConfigAws.ts";
import type { CapacityType } from "./capacityType.ts";
import { error, findingsOf, type Findings, type RuleAnswer } from "./finding.ts";
import type { VersionLimits } from "./versionLimits.ts";

export interface CapacityReservationInput {
  readonly reservationId: string | undefined;
  readonly instanceTypes: readonly string[];
  readonly isFlexible: boolean;
  readonly subnetId: string;
  readonly capacityType: CapacityType | undefined;
  readonly os: string;
  readonly limits: VersionLimits;
}

export function capacityReservationValidator(
  input: CapacityReservationInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const { reservationId } = input;
  return reservationId === undefined || reservationId === "" || aws === undefined
    ? []
    : checkReservation(reservationId, input, aws);
}

async function checkReservation(
  id: string,
  input: CapacityReservationInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const reservation = foundOrThrow(await aws.reservations.reservation(id));
  const { zone } = foundOrThrow(await aws.network.subnet(input.subnetId));
  return findingsOf(
    platformMismatch(reservation, input) &&
      error(
        `The reservation ${id} is for ${reservation.platform}, the cluster runs ${input.os}, which needs ${platformOf(input.os)}.`,
      ),
    input.instanceTypes.length === 0 && error(`The reservation ${id} has no instance type to be used with.`),
    input.instanceTypes.length > 0 &&
      input.isFlexible &&
      error(`The reservation ${id} cannot be used with Instances: write one InstanceType instead.`),
    input.instanceTypes.length > 0 &&
      !input.isFlexible &&
      reservation.instanceType !== input.instanceTypes[0] &&
      error(
        `The reservation ${id} is for ${reservation.instanceType}, the compute resource has ${input.instanceTypes[0] ?? ""}.`,
      ),
    reservation.zone !== zone &&
      error(`The reservation ${id} is in ${reservation.zone}, the subnet ${input.subnetId} in ${zone}.`),
    input.capacityType === "CAPACITY_BLOCK" &&
      reservation.reservationType !== "capacity-block" &&
      error(`The reservation ${id} is not a capacity block; CAPACITY_BLOCK needs one.`),
  );
}

function platformMismatch(reservation: ReservationFacts, input: CapacityReservationInput): boolean {
  return input.limits.checksReservationPlatform && platformOf(input.os) !== reservation.platform;
}

function platformOf(os: string): string {
  return os.startsWith("rhel") ? "Red Hat Enterprise Linux" : "Linux/UNIX";
}

export interface ReservationSizeInput {
  readonly reservationId: string;
  readonly instanceCount: number;
}

export function capacityReservationSizeValidator(
  input: ReservationSizeInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return input.reservationId === "" || aws === undefined ? [] : checkSize(input, aws);
}

async function checkSize(
  { reservationId, instanceCount }: ReservationSizeInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const reservation = foundOrThrow(await aws.reservations.reservation(reservationId));
  const reserved = Math.max(reservation.totalInstances, reservation.requestedInstances);
  return findingsOf(
    instanceCount > reserved &&
      error(
        `Up to ${instanceCount} instances use the reservation ${reservationId}, which holds ${reserved}.`,
      ),
  );
}
