import {
  DescribeAvailabilityZonesCommand,
  DescribeCapacityReservationsCommand,
  DescribeInstanceTypeOfferingsCommand,
  type CapacityReservation,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { ListGroupResourcesCommand, type ResourceGroupsClient } from "@aws-sdk/client-resource-groups";
import type { CapacityGateway, ReservationDescription } from "@trainyard/core";
import { abortOptions } from "./abortOptions.ts";
import { tagsOf } from "./tags.ts";
import { awsCodeOf, translated } from "./translateError.ts";

/** Where a scheduled Capacity Block says its size: its available count is 0 until it begins. */
const COMING_SIZE_TAG = "aws:ec2capacityreservation:incrementalRequestedQuantity";
const USABLE_STATES = ["active", "pending", "scheduled", "payment-pending", "assessing", "delayed"];

export function createCapacityGateway(ec2: EC2Client, groups: ResourceGroupsClient): CapacityGateway {
  return {
    reservation: (id, signal) =>
      translated("DescribeCapacityReservations", async () => {
        try {
          const answer = await ec2.send(
            new DescribeCapacityReservationsCommand({ CapacityReservationIds: [id] }),
            abortOptions(signal),
          );
          const reservation = answer.CapacityReservations?.[0];
          return reservation === undefined ? "absent" : describe(reservation);
        } catch (error) {
          if (awsCodeOf(error).startsWith("InvalidCapacityReservationId")) return "absent";
          throw error;
        }
      }),
    reservations: (signal) => translated("DescribeCapacityReservations", () => listReservations(ec2, signal)),
    groupMembers: (group, signal) =>
      translated("ListGroupResources", () => groupMembers(groups, group, signal)),
    zones: (signal) =>
      translated("DescribeAvailabilityZones", async () => {
        const answer = await ec2.send(new DescribeAvailabilityZonesCommand({}), abortOptions(signal));
        return (answer.AvailabilityZones ?? [])
          .filter((zone) => zone.State === "available")
          .map((zone) => zone.ZoneName ?? "");
      }),
    zonesOffering: (instanceType, signal) =>
      translated("DescribeInstanceTypeOfferings", async () => {
        const answer = await ec2.send(
          new DescribeInstanceTypeOfferingsCommand({
            LocationType: "availability-zone",
            Filters: [{ Name: "instance-type", Values: [instanceType] }],
          }),
          abortOptions(signal),
        );
        return (answer.InstanceTypeOfferings ?? []).map(({ Location }) => Location ?? "").sort();
      }),
  };
}

async function groupMembers(
  groups: ResourceGroupsClient,
  group: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | "absent"> {
  try {
    const answer = await groups.send(new ListGroupResourcesCommand({ Group: group }), abortOptions(signal));
    return (answer.Resources ?? []).flatMap(
      ({ Identifier }) => Identifier?.ResourceArn?.split("/").at(-1) ?? [],
    );
  } catch (error) {
    if (awsCodeOf(error) === "NotFoundException") return "absent";
    throw error;
  }
}

async function listReservations(
  ec2: EC2Client,
  signal: AbortSignal | undefined,
): Promise<ReservationDescription[]> {
  const found: ReservationDescription[] = [];
  let next: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeCapacityReservationsCommand({
        Filters: [{ Name: "state", Values: USABLE_STATES }],
        NextToken: next,
      }),
      abortOptions(signal),
    );
    found.push(...(page.CapacityReservations ?? []).map(describe));
    next = page.NextToken;
  } while (next !== undefined);
  return found.sort(
    (a, b) => b.availableInstances - a.availableInstances || (b.startsAtMs ?? 0) - (a.startsAtMs ?? 0),
  );
}

function describe(reservation: CapacityReservation): ReservationDescription {
  const tags = tagsOf(reservation.Tags);
  const comingSize = Number(tags[COMING_SIZE_TAG] ?? 0);
  return {
    id: reservation.CapacityReservationId ?? "",
    arn: reservation.CapacityReservationArn ?? "",
    kind: reservation.ReservationType === "capacity-block" ? "capacity-block" : "on-demand",
    instanceType: reservation.InstanceType ?? "",
    zone: reservation.AvailabilityZone ?? "",
    state: reservation.State ?? "",
    totalInstances: Math.max(reservation.TotalInstanceCount ?? 0, comingSize),
    availableInstances: reservation.AvailableInstanceCount ?? 0,
    match: reservation.InstanceMatchCriteria === "open" ? "open" : "targeted",
    platform: reservation.InstancePlatform ?? "",
    tenancy: reservation.Tenancy ?? "",
    ownerId: reservation.OwnerId ?? "",
    placementGroupArn: reservation.PlacementGroupArn,
    startsAtMs: reservation.StartDate?.getTime(),
    endsAtMs: reservation.EndDate?.getTime(),
    tags,
  };
}
