import type { AvailabilityZone } from "@aws-sdk/client-ec2";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { applyFilters } from "../requests/filters.ts";
import { invalidValue, refuseDryRun } from "../requests/parameters.ts";
import { regionNamed, regionsBeside, type Region, type Zone } from "./regionTable.ts";

export const regionOperations = defineOperations<"ec2">()({
  DescribeRegions: {
    members: ["AllRegions", "DryRun", "Filters", "RegionNames"],
    run(input, context) {
      const all = regionsBeside(context.region);
      for (const name of input.RegionNames ?? [])
        if (!all.some((region) => region.name === name))
          throw invalidValue(`Invalid region name(s) provided: ${name}`);
      const named = all.filter(
        (region) => (input.RegionNames ?? []).length === 0 || input.RegionNames?.includes(region.name),
      );
      const selected = applyFilters(named, input.Filters, {
        fields: {
          endpoint: endpointOf,
          "opt-in-status": (region) => region.optIn,
          "region-name": (region) => region.name,
        },
      });
      refuseDryRun(input.DryRun);
      return {
        Regions: selected.map((region) => ({
          RegionName: region.name,
          Endpoint: endpointOf(region),
          OptInStatus: region.optIn,
        })),
      };
    },
  },
  DescribeAvailabilityZones: {
    members: ["AllAvailabilityZones", "DryRun", "Filters", "ZoneIds", "ZoneNames"],
    run(input, context) {
      const region = regionNamed(context.region);
      const all =
        input.AllAvailabilityZones === true ? [...region.zones, ...region.localZones] : region.zones;
      const named = namedZones([...all], input.ZoneNames, input.ZoneIds);
      const selected = applyFilters(named, input.Filters, {
        fields: {
          "group-name": (zone) => zone.group,
          message: () => undefined,
          "opt-in-status": (zone) => zone.optIn,
          "parent-zone-id": (zone) => parentIdOf(region, zone),
          "parent-zone-name": (zone) => zone.parent,
          "region-name": () => region.name,
          state: () => "available",
          "zone-id": (zone) => zone.id,
          "zone-name": (zone) => zone.name,
          "zone-type": (zone) => zone.type,
        },
      });
      refuseDryRun(input.DryRun);
      return { AvailabilityZones: selected.map((zone) => describeZone(region, zone)) };
    },
  },
});

function endpointOf(region: Region): string {
  return `ec2.${region.name}.amazonaws.com${region.partition === "aws-cn" ? ".cn" : ""}`;
}

function namedZones(
  zones: readonly Zone[],
  names: readonly string[] = [],
  ids: readonly string[] = [],
): readonly Zone[] {
  for (const name of names)
    if (!zones.some((zone) => zone.name === name)) throw invalidValue(`Invalid availability zone: [${name}]`);
  for (const id of ids)
    if (!zones.some((zone) => zone.id === id)) throw invalidValue(`Invalid availability zone-id: [${id}]`);
  if (names.length === 0 && ids.length === 0) return zones;
  return zones.filter((zone) => names.includes(zone.name) || ids.includes(zone.id));
}

function parentIdOf(region: Region, zone: Zone): string | undefined {
  return region.zones.find((each) => each.name === zone.parent)?.id;
}

function describeZone(region: Region, zone: Zone): AvailabilityZone {
  return {
    OptInStatus: zone.optIn,
    Messages: [],
    RegionName: region.name,
    ZoneName: zone.name,
    ZoneId: zone.id,
    GroupName: zone.group,
    NetworkBorderGroup: zone.borderGroup,
    ZoneType: zone.type,
    State: "available",
    ...(zone.parent === undefined
      ? {}
      : { ParentZoneName: zone.parent, ParentZoneId: parentIdOf(region, zone) }),
  };
}
