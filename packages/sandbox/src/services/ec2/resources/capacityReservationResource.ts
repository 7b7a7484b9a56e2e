import type { CapacityReservationInstancePlatform } from "@aws-sdk/client-ec2";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, resourceTags, type PropertyReader } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given } from "./ec2Resource.ts";

const ATTRIBUTES = [
  "AvailabilityZone",
  "AvailableInstanceCount",
  "CapacityReservationArn",
  "InstanceType",
  "OwnerId",
  "ReservationType",
  "State",
  "Tenancy",
  "TotalInstanceCount",
] as const;

export const capacityReservationResource = ec2Resource({
  type: "AWS::EC2::CapacityReservation",
  durations: resourceDurations.small,
  properties: [
    "AvailabilityZone",
    "AvailabilityZoneId",
    "EbsOptimized",
    "EndDate",
    "EndDateType",
    "InstanceCount",
    "InstanceMatchCriteria",
    "InstancePlatform",
    "InstanceType",
    "PlacementGroupArn",
    "TagSpecifications",
    "Tenancy",
  ],
  create(properties, context) {
    const read = readProperties(properties);
    const { CapacityReservation } = context.call("ec2", "CreateCapacityReservation", {
      AvailabilityZone: read.text("AvailabilityZone"),
      AvailabilityZoneId: read.text("AvailabilityZoneId"),
      EbsOptimized: read.boolean("EbsOptimized"),
      InstanceCount: read.number("InstanceCount"),
      // EC2 checks the enumeration in its own words
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      InstancePlatform: read.text("InstancePlatform") as CapacityReservationInstancePlatform,
      InstanceType: read.text("InstanceType"),
      PlacementGroupArn: read.text("PlacementGroupArn"),
      InstanceMatchCriteria: read.text("InstanceMatchCriteria") === "targeted" ? "targeted" : "open",
      Tenancy: read.text("Tenancy") === "dedicated" ? "dedicated" : "default",
      ...endOf(read),
      TagSpecifications: tagsOf(properties, context),
    });
    return { physicalId: given(CapacityReservation?.CapacityReservationId) };
  },
  read(physicalId, _properties, context) {
    const [found] =
      context.call("ec2", "DescribeCapacityReservations", { CapacityReservationIds: [physicalId] })
        .CapacityReservations ?? [];
    return {
      ref: physicalId,
      attributes: {
        ...Object.fromEntries(ATTRIBUTES.map((name) => [name, found?.[name] ?? ""])),
        Id: physicalId,
        StartDate: found?.StartDate?.toISOString() ?? "",
      },
    };
  },
  update(physicalId, { after }, context) {
    const read = readProperties(after);
    context.call("ec2", "ModifyCapacityReservation", {
      CapacityReservationId: physicalId,
      InstanceCount: read.number("InstanceCount"),
      ...endOf(read),
    });
  },
  delete(physicalId, _properties, context) {
    const Filters = [{ Name: "state", Values: ["active"] }];
    const { CapacityReservations = [] } = context.call("ec2", "DescribeCapacityReservations", { Filters });
    if (CapacityReservations.some((each) => each.CapacityReservationId === physicalId))
      context.call("ec2", "CancelCapacityReservation", { CapacityReservationId: physicalId });
  },
});

function endOf(read: PropertyReader) {
  const EndDate = read.text("EndDate");
  return {
    EndDateType: read.text("EndDateType") === "limited" ? ("limited" as const) : ("unlimited" as const),
    ...(EndDate === undefined ? {} : { EndDate: new Date(EndDate) }),
  };
}

function tagsOf(properties: JsonObject, context: ResourceContext) {
  const own = readProperties(properties).objects("TagSpecifications")[0]?.properties ?? {};
  const Tags = resourceTags(own, context.stackTags);
  return Tags.length === 0 ? undefined : [{ ResourceType: "capacity-reservation" as const, Tags }];
}
