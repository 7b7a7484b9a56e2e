import type { DelegationSet, HostedZone, VPC } from "@aws-sdk/client-route-53";
import { AwsError } from "../../kernel/AwsError.ts";
import { listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { submitChange } from "./changes.ts";
import { recordKey } from "./recordKey.ts";
import { NAME_SERVERS, route53Store, type RecordSetRecord, type ZoneRecord } from "./Route53State.ts";
import { checkedVpc } from "./zoneVpcs.ts";
import { domainName, sortableName, zoneOf } from "./zoneLookup.ts";

export const zoneOperations = defineOperations<"route53">()({
  CreateHostedZone: {
    members: ["Name", "VPC", "CallerReference", "HostedZoneConfig"],
    run(input, context) {
      const name = domainName(input.Name ?? "");
      const { zones } = context.store(route53Store);
      if (listNamed(zones).some((zone) => zone.callerReference === input.CallerReference))
        throw new AwsError(
          "HostedZoneAlreadyExists",
          "A hosted zone has already been created with the specified caller reference.",
          { httpStatus: 409 },
        );
      const vpc = input.VPC === undefined ? undefined : checkedVpc(input.VPC, name, context);
      const zone: ZoneRecord = {
        id: `Z${context.ids.upperAlphanumeric("route53-zone", 20)}`,
        name,
        callerReference: input.CallerReference ?? "",
        isPrivate: vpc !== undefined,
        comment: input.HostedZoneConfig?.Comment ?? "",
        vpcs: vpc === undefined ? [] : [vpc],
        tags: [],
        records: {},
      };
      for (const record of ownRecords(name)) putNamed(zone.records, recordKey(record), record);
      putNamed(zones, zone.id, zone);
      return {
        HostedZone: zoneView(zone),
        ChangeInfo: submitChange(context),
        DelegationSet: delegation(zone),
        ...(vpc === undefined ? {} : { VPC: { ...vpc } }),
        Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
      };
    },
  },
  GetHostedZone: {
    members: ["Id"],
    run(input, context) {
      const zone = zoneOf(input.Id, context);
      if (zone.isPrivate) return { HostedZone: zoneView(zone), VPCs: zone.vpcs.map(copyVpc) };
      return { HostedZone: zoneView(zone), DelegationSet: delegation(zone) };
    },
  },
  ListHostedZones: {
    members: ["Marker", "MaxItems"],
    run(input, context) {
      const MaxItems = input.MaxItems ?? 100;
      const page = pageByKey(listNamed(context.store(route53Store).zones), (zone) => zone.id, {
        token: input.Marker,
        pageSize: MaxItems,
        badToken: () => new AwsError("InvalidInput", "The marker is not valid."),
      });
      return {
        HostedZones: page.items.map(zoneView),
        Marker: input.Marker ?? "",
        IsTruncated: page.nextToken !== undefined,
        ...(page.nextToken === undefined ? {} : { NextMarker: page.nextToken }),
        MaxItems,
      };
    },
  },
  ListHostedZonesByName: {
    members: ["DNSName", "HostedZoneId", "MaxItems"],
    run(input, context) {
      const MaxItems = input.MaxItems ?? 100;
      const start =
        input.DNSName === undefined
          ? ""
          : `${sortableName(domainName(input.DNSName))}\u0000${input.HostedZoneId ?? ""}`;
      const zones = listNamed(context.store(route53Store).zones)
        .map((zone) => ({ zone, key: `${sortableName(zone.name)}\u0000${zone.id}` }))
        .filter(({ key }) => key >= start)
        .sort((left, right) => (left.key < right.key ? -1 : 1));
      const next = zones[MaxItems]?.zone;
      return {
        HostedZones: zones.slice(0, MaxItems).map(({ zone }) => zoneView(zone)),
        ...(input.DNSName === undefined ? {} : { DNSName: input.DNSName }),
        IsTruncated: next !== undefined,
        ...(next === undefined ? {} : { NextDNSName: next.name, NextHostedZoneId: next.id }),
        MaxItems,
      };
    },
  },
  ListHostedZonesByVPC: {
    members: ["VPCId", "VPCRegion", "MaxItems"],
    run: (input, context) => ({
      HostedZoneSummaries: listNamed(context.store(route53Store).zones)
        .filter((zone) =>
          zone.vpcs.some((vpc) => vpc.VPCId === input.VPCId && vpc.VPCRegion === input.VPCRegion),
        )
        .map((zone) => ({
          HostedZoneId: zone.id,
          Name: zone.name,
          Owner: { OwningAccount: context.accountId },
        })),
      MaxItems: input.MaxItems ?? 100,
    }),
  },
  UpdateHostedZoneComment: {
    members: ["Id", "Comment"],
    run(input, context) {
      const zone = zoneOf(input.Id, context);
      zone.comment = input.Comment ?? "";
      return { HostedZone: zoneView(zone) };
    },
  },
  DeleteHostedZone: {
    members: ["Id"],
    run(input, context) {
      const zone = zoneOf(input.Id, context);
      if (Object.keys(zone.records).length > ownRecords(zone.name).length)
        throw new AwsError(
          "HostedZoneNotEmpty",
          "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
        );
      removeNamed(context.store(route53Store).zones, zone.id);
      return { ChangeInfo: submitChange(context) };
    },
  },
});

function zoneView(zone: ZoneRecord): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { ...(zone.comment === "" ? {} : { Comment: zone.comment }), PrivateZone: zone.isPrivate },
    ResourceRecordSetCount: Object.keys(zone.records).length,
  };
}

function delegation(zone: ZoneRecord): DelegationSet | undefined {
  return zone.isPrivate ? undefined : { NameServers: [...NAME_SERVERS] };
}

function copyVpc(vpc: VPC): VPC {
  return { VPCId: vpc.VPCId, VPCRegion: vpc.VPCRegion };
}

/** NS and SOA, which every zone has. */
function ownRecords(name: string): RecordSetRecord[] {
  return [
    { name, type: "NS", ttlSeconds: 172_800, values: NAME_SERVERS.map((server) => `${server}.`) },
    {
      name,
      type: "SOA",
      ttlSeconds: 900,
      values: [`${NAME_SERVERS[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
    },
  ];
}
