import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { regionNamed, type Zone } from "../regions/regionTable.ts";
import { invalidValue, oneOf, required } from "../requests/parameters.ts";
import { instanceTypeRow, zonesOffering } from "../types/instanceTypeTable.ts";
import type { ReservationRecord } from "./ReservationRecord.ts";

interface ReservationInput {
  readonly InstanceType?: string | undefined;
  readonly InstancePlatform?: string | undefined;
  readonly AvailabilityZone?: string | undefined;
  readonly AvailabilityZoneId?: string | undefined;
  readonly Tenancy?: string | undefined;
  readonly InstanceCount?: number | undefined;
  readonly EbsOptimized?: boolean | undefined;
  readonly EndDate?: Date | undefined;
  readonly EndDateType?: string | undefined;
  readonly InstanceMatchCriteria?: string | undefined;
  readonly PlacementGroupArn?: string | undefined;
}

const PLATFORMS = [
  "Linux/UNIX",
  "Red Hat Enterprise Linux",
  "SUSE Linux",
  "Windows",
  "Linux with SQL Server Standard",
  "Linux with SQL Server Web",
  "Linux with SQL Server Enterprise",
  "RHEL with HA",
  "Ubuntu Pro Linux",
] as const;

/** @throws {AwsError} for what cannot be reserved */
export function planReservation(
  context: RegionContext,
  input: ReservationInput,
): Omit<ReservationRecord, "id"> {
  const instanceType = required(input.InstanceType, "InstanceType");
  const zone = zoneOf(context.region, input);
  if (instanceTypeRow(instanceType) === undefined)
    throw new AwsError("InvalidParameterValue", `Invalid value '${instanceType}' for InstanceType.`);
  if (!zonesOffering(context.region, instanceType).includes(zone.name))
    throw new AwsError(
      "Unsupported",
      `The requested configuration is currently not supported. Please check the documentation for supported configurations.`,
    );
  const totalCount = required(input.InstanceCount, "InstanceCount");
  if (totalCount < 1) throw invalidValue(`Value (${totalCount}) for parameter InstanceCount is invalid.`);
  const endMs = checkEnd(context, input);
  const nowMs = context.clock.nowMs();
  return {
    kind: "on-demand",
    instanceType,
    platform: oneOf(required(input.InstancePlatform, "InstancePlatform"), PLATFORMS, "InstancePlatform"),
    zoneName: zone.name,
    zoneId: zone.id,
    tenancy: oneOf(input.Tenancy ?? "default", ["default", "dedicated"], "Tenancy"),
    createdMs: nowMs,
    ebsOptimized: input.EbsOptimized ?? false,
    ...(input.PlacementGroupArn === undefined ? {} : { placementGroupArn: input.PlacementGroupArn }),
    countsAgainstQuota: true,
    totalCount,
    usedCount: 0,
    matchCriteria: oneOf(
      input.InstanceMatchCriteria ?? "open",
      ["open", "targeted"],
      "InstanceMatchCriteria",
    ),
    startMs: nowMs,
    ...(endMs === undefined ? {} : { endMs }),
  };
}

/** The end in milliseconds; undefined when it is unlimited. @throws {AwsError} when date and kind do not go together */
export function checkEnd(
  context: RegionContext,
  input: { readonly EndDate?: Date | undefined; readonly EndDateType?: string | undefined },
): number | undefined {
  const type = input.EndDateType ?? (input.EndDate === undefined ? "unlimited" : "limited");
  oneOf(type, ["unlimited", "limited"], "EndDateType");
  if ((type === "limited") !== (input.EndDate !== undefined))
    throw new AwsError(
      "InvalidParameterCombination",
      type === "limited"
        ? "You must specify an EndDate value if the EndDateType is limited."
        : "You can't specify an EndDate value if the EndDateType is unlimited.",
    );
  const endMs = input.EndDate?.getTime();
  if (endMs !== undefined && endMs <= context.clock.nowMs())
    throw invalidValue("The EndDate must be in the future.");
  return endMs;
}

function zoneOf(
  region: string,
  input: { readonly AvailabilityZone?: string | undefined; readonly AvailabilityZoneId?: string | undefined },
): Zone {
  const { AvailabilityZone: name, AvailabilityZoneId: id } = input;
  if (name === undefined && id === undefined)
    throw new AwsError("MissingParameter", "The request must contain the parameter AvailabilityZone");
  const zone = regionNamed(region).zones.find((each) => each.name === name || each.id === id);
  if (zone !== undefined) return zone;
  throw invalidValue(`Invalid availability zone: [${name ?? id ?? ""}]`);
}
