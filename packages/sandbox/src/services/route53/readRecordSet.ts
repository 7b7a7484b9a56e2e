import { isIPv4, isIPv6 } from "node:net";
import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { AwsError } from "../../kernel/AwsError.ts";
import { findNamed, type NameTable } from "../../kernel/NameTable.ts";
import { recordKey } from "./recordKey.ts";
import type { RecordSetRecord } from "./Route53State.ts";
import { domainName } from "./zoneLookup.ts";

const MODELLED = new Set(["Name", "Type", "TTL", "ResourceRecords", "AliasTarget"]);

/** @throws {AwsError} for routing policies and health checks, which are not modelled. */
export function readRecordSet(input: ResourceRecordSet | undefined): RecordSetRecord {
  const other = Object.entries(input ?? {}).find(
    ([name, value]) => value !== undefined && !MODELLED.has(name),
  );
  if (other !== undefined)
    throw new AwsError("InvalidInput", `The sandbox does not model ${other[0]} of record sets.`);
  const { Name = "", Type = "A", TTL, ResourceRecords = [], AliasTarget } = input ?? {};
  if (AliasTarget === undefined && TTL === undefined)
    throw new AwsError(
      "InvalidInput",
      "Invalid request: Missing field 'TTL' in Change with name, type, and resource records",
    );
  return {
    name: domainName(Name),
    type: Type,
    ttlSeconds: AliasTarget === undefined ? TTL : undefined,
    values: ResourceRecords.map(({ Value = "" }) => Value),
    alias: AliasTarget,
  };
}

/** What the service says against a change, or undefined. */
export function changeProblem(
  records: NameTable<RecordSetRecord>,
  zoneName: string,
  { action, record }: { readonly action: string; readonly record: RecordSetRecord },
): string | undefined {
  const present = findNamed(records, recordKey(record));
  const title = `resource record set [name='${record.name}', type='${record.type}']`;
  if (action === "DELETE") {
    if (present === undefined) return `Tried to delete ${title} but it was not found`;
    if (record.name === zoneName && (record.type === "NS" || record.type === "SOA"))
      return `A HostedZone must contain exactly one SOA record and at least one NS record.`;
    return sameRecord(present, record)
      ? undefined
      : `Tried to delete ${title} but the values provided do not match the current values`;
  }
  if (record.name !== zoneName && !record.name.endsWith(`.${zoneName}`))
    return `RRSet with DNS name ${record.name} is not permitted in zone ${zoneName}`;
  if (record.type === "CNAME" && record.name === zoneName)
    return `RRSet of type CNAME with DNS name ${record.name} is not permitted at apex in zone ${zoneName}`;
  if (action === "CREATE" && present !== undefined) return `Tried to create ${title} but it already exists`;
  return record.values
    .map((value) => valueProblem(record.type, value))
    .find((problem) => problem !== undefined);
}

function sameRecord(left: RecordSetRecord, right: RecordSetRecord): boolean {
  return contentOf(left) === contentOf(right);
}

function contentOf(record: RecordSetRecord): string {
  return JSON.stringify([record.ttlSeconds, [...record.values].sort(), record.alias?.DNSName]);
}

function valueProblem(type: string, value: string): string | undefined {
  if (type === "A" && !isIPv4(value))
    return `Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '${value}''`;
  if (type === "AAAA" && !isIPv6(value))
    return `Invalid Resource Record: 'FATAL problem: AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address) encountered with '${value}''`;
  return undefined;
}
