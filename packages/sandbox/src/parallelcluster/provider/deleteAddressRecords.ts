import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { OutputOf } from "../../kernel/serviceModels.ts";

const BATCH_SIZE = 500;

type RecordPage = OutputOf<"route53", "ListResourceRecordSets">;
type RecordSet = NonNullable<RecordPage["ResourceRecordSets"]>[number];

/** Deletes every A record of the zone whose name ends with the domain; a zone that is gone is not an error. */
export function deleteAddressRecords(context: RegionContext, zoneId: string, domain: string): void {
  const changes = addressRecords(context, zoneId, domain).map((record) => ({
    Action: "DELETE" as const,
    ResourceRecordSet: record,
  }));
  for (let start = 0; start < changes.length; start += BATCH_SIZE)
    context.call("route53", "ChangeResourceRecordSets", {
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: changes.slice(start, start + BATCH_SIZE) },
    });
}

function addressRecords(context: RegionContext, zoneId: string, domain: string): readonly RecordSet[] {
  const suffix = domain.endsWith(".") ? domain : `${domain}.`;
  const records: RecordSet[] = [];
  let startName: string | undefined;
  do {
    const page = listRecords(context, zoneId, startName);
    for (const record of page?.ResourceRecordSets ?? [])
      if (record.Type === "A" && (record.Name ?? "").endsWith(suffix)) records.push(record);
    startName = page?.IsTruncated === true ? page.NextRecordName : undefined;
  } while (startName !== undefined);
  return records;
}

function listRecords(
  context: RegionContext,
  zoneId: string,
  startName: string | undefined,
): RecordPage | undefined {
  try {
    return context.call("route53", "ListResourceRecordSets", {
      HostedZoneId: zoneId,
      ...(startName === undefined ? {} : { StartRecordName: startName, StartRecordType: "A" as const }),
    });
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchHostedZone") return undefined;
    throw error;
  }
}
