import type { CapacityBlock, CapacityBlockOffering } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { ec2Durations } from "../durations.ts";
import { list } from "../requests/listing.ts";
import { pageOf } from "../requests/paging.ts";
import { refuseDryRun, required } from "../requests/parameters.ts";
import { resourceKinds } from "../requests/resourceKinds.ts";
import { putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { ec2State } from "../state/ec2Store.ts";
import { blockOfferings, offeringNamed, type BlockOffering } from "./blockOfferings.ts";
import { describeReservation } from "./describeReservation.ts";
import type { ReservationRecord } from "./ReservationRecord.ts";
import { freeCount, reservationState } from "./reservationState.ts";

export const capacityBlockOperations = defineOperations<"ec2">()({
  DescribeCapacityBlockOfferings: {
    members: [
      "AllAvailabilityZones",
      "CapacityDurationHours",
      "DryRun",
      "EndDateRange",
      "InstanceCount",
      "InstanceType",
      "MaxResults",
      "NextToken",
      "StartDateRange",
    ],
    run(input, context) {
      const offerings = blockOfferings(context, {
        instanceType: required(input.InstanceType, "InstanceType"),
        instanceCount: required(input.InstanceCount, "InstanceCount"),
        durationHours: required(input.CapacityDurationHours, "CapacityDurationHours"),
        earliestMs: input.StartDateRange?.getTime(),
        latestMs: input.EndDateRange?.getTime(),
      });
      const page = pageOf(offerings, input, { idOf: (each) => each.id, leastResults: 1, mostResults: 1000 });
      refuseDryRun(input.DryRun);
      return { CapacityBlockOfferings: page.items.map(describeOffering), NextToken: page.nextToken };
    },
  },
  PurchaseCapacityBlock: {
    members: ["CapacityBlockOfferingId", "DryRun", "InstancePlatform", "TagSpecifications"],
    run(input, context) {
      const offering = offeringNamed(
        context,
        required(input.CapacityBlockOfferingId, "CapacityBlockOfferingId"),
      );
      const platform = required(input.InstancePlatform, "InstancePlatform");
      const tags = tagsFor(resourceKinds.capacityReservation, input.TagSpecifications, context);
      refuseDryRun(input.DryRun);
      const reservation = purchase(context, offering, platform);
      putTags(context, reservation.id, tags);
      return {
        CapacityReservation: describeReservation(reservation, context),
        CapacityBlocks: [describeBlock(reservation, context)],
      };
    },
  },
  DescribeCapacityBlocks: {
    members: ["CapacityBlockIds", "DryRun", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const page = list(
        {
          ...blockListing(context),
          fields: {
            "availability-zone": (block) => block.zoneName,
            "capacity-block-id": (block) => block.blockId,
            "create-date": (block) => new Date(block.createdMs).toISOString(),
            "end-date": (block) => new Date(block.endMs ?? 0).toISOString(),
            "start-date": (block) => new Date(block.startMs).toISOString(),
            state: (block) => reservationState(block, context.clock.nowMs()),
          },
        },
        { ...input, ids: input.CapacityBlockIds },
      );
      return {
        CapacityBlocks: page.items.map((block) => describeBlock(block, context)),
        NextToken: page.nextToken,
      };
    },
  },
  DescribeCapacityBlockStatus: {
    members: ["CapacityBlockIds", "DryRun", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const page = list(
        { ...blockListing(context), fields: { "interconnect-status": () => "ok" } },
        { ...input, ids: input.CapacityBlockIds },
      );
      return {
        CapacityBlockStatuses: page.items.map((block) => {
          const capacity = {
            TotalCapacity: block.totalCount,
            TotalAvailableCapacity: freeCount(block, context.clock.nowMs()),
            TotalUnavailableCapacity: 0,
          };
          return {
            CapacityBlockId: block.blockId,
            InterconnectStatus: "ok" as const,
            ...capacity,
            CapacityReservationStatuses: [{ CapacityReservationId: block.id, ...capacity }],
          };
        }),
        NextToken: page.nextToken,
      };
    },
  },
});

function purchase(context: RegionContext, offering: BlockOffering, platform: string): ReservationRecord {
  const zone = regionNamed(context.region).zones.find((each) => each.name === offering.zoneName);
  const nowMs = context.clock.nowMs();
  const reservation: ReservationRecord = {
    id: context.ids.resourceId("cr"),
    kind: "capacity-block",
    blockId: context.ids.resourceId("cb"),
    instanceType: offering.instanceType,
    platform,
    zoneName: offering.zoneName,
    zoneId: zone?.id ?? "",
    tenancy: "default",
    createdMs: nowMs,
    paidMs: nowMs + ec2Durations.blockPaymentMs,
    ebsOptimized: true,
    countsAgainstQuota: false,
    totalCount: offering.instanceCount,
    usedCount: 0,
    matchCriteria: "targeted",
    startMs: offering.startMs,
    endMs: offering.endMs,
  };
  ec2State(context).reservations[reservation.id] = reservation;
  return reservation;
}

function describeOffering(offering: BlockOffering): CapacityBlockOffering {
  return {
    CapacityBlockOfferingId: offering.id,
    InstanceType: offering.instanceType,
    AvailabilityZone: offering.zoneName,
    InstanceCount: offering.instanceCount,
    StartDate: new Date(offering.startMs),
    EndDate: new Date(offering.endMs),
    CapacityBlockDurationHours: offering.durationHours,
    CapacityBlockDurationMinutes: offering.durationHours * 60,
    UpfrontFee: offering.feeUsd,
    CurrencyCode: "USD",
    Tenancy: "default",
    ZoneType: "availability-zone",
  };
}

function describeBlock(block: ReservationRecord, context: RegionContext): CapacityBlock {
  const state = reservationState(block, context.clock.nowMs());
  return {
    CapacityBlockId: block.blockId,
    AvailabilityZone: block.zoneName,
    AvailabilityZoneId: block.zoneId,
    CapacityReservationIds: [block.id],
    StartDate: new Date(block.startMs),
    EndDate: new Date(block.endMs ?? block.startMs),
    CreateDate: new Date(block.createdMs),
    State: state,
    Tags: [...tagsOf(context, block.id)],
  };
}

function blockListing(context: RegionContext) {
  const blocks = Object.values(ec2State(context).reservations).filter(
    (reservation) => reservation.kind === "capacity-block",
  );
  return {
    kind: {
      tagType: "capacity-block",
      prefix: "cb",
      notFound: (ids: readonly string[]) =>
        new AwsError(
          "InvalidCapacityBlockId.NotFound",
          `The Capacity Block ID '${ids.join(", ")}' does not exist.`,
        ),
    },
    items: Object.fromEntries(blocks.map((block) => [block.blockId ?? block.id, block])),
    idOf: (block: ReservationRecord) => block.blockId ?? block.id,
    tagsOf: (block: ReservationRecord) => tagsOf(context, block.id),
    leastResults: 1,
  };
}
