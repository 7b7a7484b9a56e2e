import {
  DescribeCapacityBlockStatusCommand,
  DescribeCapacityReservationsCommand,
  type CapacityBlockStatus,
  type CapacityReservation,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import {
  GetGroupConfigurationCommand,
  ListGroupResourcesCommand,
  type ResourceGroupsClient,
} from "@aws-sdk/client-resource-groups";
import type { ClusterConfigAws } from "@trainyard/core/cluster-config";
import { abortOptions } from "../abortOptions.ts";
import { tagsOf } from "../tags.ts";
import { asked } from "./asked.ts";
import { first } from "./first.ts";

type Questions = ClusterConfigAws["reservations"];
type Facts = Extract<Awaited<ReturnType<Questions["reservation"]>>, { kind: "found" }>["value"];

const POOL = "AWS::EC2::CapacityReservationPool";
const BLOCK_TAG = "aws:ec2capacityreservation:capacityReservationType";
/** Where a Capacity Block that has not begun says its size. */
const QUANTITY_TAG = "aws:ec2capacityreservation:incrementalRequestedQuantity";

export function createReservationQuestions(
  ec2: EC2Client,
  groups: ResourceGroupsClient,
  signal: AbortSignal | undefined,
): Questions {
  return {
    reservation: (id) =>
      asked("DescribeCapacityReservations", async () => {
        const command = new DescribeCapacityReservationsCommand({ CapacityReservationIds: [id] });
        const answer = await ec2.send(command, abortOptions(signal));
        return factsOf(first(answer.CapacityReservations, `the reservation ${id}`));
      }),
    reservationsOfGroup: (groupArn) => asked("ListGroupResources", () => membersOf(groups, groupArn, signal)),
    isReservationPool: (groupArn) =>
      asked("GetGroupConfiguration", async () => {
        const command = new GetGroupConfigurationCommand({ Group: groupArn });
        const { GroupConfiguration } = await groups.send(command, abortOptions(signal));
        return (GroupConfiguration?.Configuration ?? []).some(({ Type }) => Type === POOL);
      }),
    capacityBlockStatuses: () =>
      asked("DescribeCapacityBlockStatus", async () => (await blockStatuses(ec2, signal)).map(statusOf)),
  };
}

async function membersOf(
  groups: ResourceGroupsClient,
  groupArn: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const members: string[] = [];
  let next: string | undefined;
  do {
    const page = await groups.send(
      new ListGroupResourcesCommand({ Group: groupArn, NextToken: next }),
      abortOptions(signal),
    );
    for (const { Identifier } of page.Resources ?? []) {
      if (Identifier?.ResourceType === "AWS::EC2::CapacityReservation")
        members.push(Identifier.ResourceArn?.split("/").at(-1) ?? "");
    }
    next = page.NextToken;
  } while (next !== undefined);
  return members;
}

async function blockStatuses(
  ec2: EC2Client,
  signal: AbortSignal | undefined,
): Promise<readonly CapacityBlockStatus[]> {
  const statuses: CapacityBlockStatus[] = [];
  let next: string | undefined;
  do {
    const page = await ec2.send(
      new DescribeCapacityBlockStatusCommand({ NextToken: next }),
      abortOptions(signal),
    );
    statuses.push(...(page.CapacityBlockStatuses ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return statuses;
}

function statusOf(status: CapacityBlockStatus) {
  return {
    capacityBlockId: status.CapacityBlockId ?? "",
    reservationIds: (status.CapacityReservationStatuses ?? []).map(
      ({ CapacityReservationId }) => CapacityReservationId ?? "",
    ),
    interconnectStatus: status.InterconnectStatus,
    totalCapacity: status.TotalCapacity,
  };
}

function factsOf(reservation: CapacityReservation): Facts {
  const tags = tagsOf(reservation.Tags);
  return {
    id: reservation.CapacityReservationId ?? "",
    instanceType: reservation.InstanceType ?? "",
    zone: reservation.AvailabilityZone ?? "",
    platform: reservation.InstancePlatform ?? "",
    state: reservation.State ?? "",
    reservationType:
      reservation.ReservationType === "default"
        ? undefined
        : (reservation.ReservationType ?? tags[BLOCK_TAG]),
    totalInstances: reservation.TotalInstanceCount ?? 0,
    availableInstances: reservation.AvailableInstanceCount ?? 0,
    requestedInstances: Number(tags[QUANTITY_TAG] ?? 0),
    placementGroupArn: reservation.PlacementGroupArn,
  };
}
