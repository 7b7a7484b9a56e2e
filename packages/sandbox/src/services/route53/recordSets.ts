import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { AwsError } from "../../kernel/AwsError.ts";
import { listNamed, putNamed, removeNamed, type NameTable } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { submitChange } from "./changes.ts";
import { changeProblem, readRecordSet } from "./readRecordSet.ts";
import { recordKey } from "./recordKey.ts";
import type { RecordSetRecord } from "./Route53State.ts";
import { domainName, sortableName, zoneOf } from "./zoneLookup.ts";

const MAX_CHANGES = 1000;
const MAX_PAGE = 300;

export const recordSetOperations = defineOperations<"route53">()({
  ChangeResourceRecordSets: {
    members: ["HostedZoneId", "ChangeBatch"],
    run(input, context) {
      const zone = zoneOf(input.HostedZoneId, context);
      const changes = input.ChangeBatch?.Changes ?? [];
      if (changes.length > MAX_CHANGES)
        throw invalidBatch([`Number of records limit of ${MAX_CHANGES} exceeded.`]);
      // The batch is done on a copy, so that it is done as a whole or not at all.
      const records = { ...zone.records };
      const problems = changes.flatMap((change) => applyChange(records, zone.name, change));
      if (problems.length > 0) throw invalidBatch(problems);
      zone.records = records;
      return { ChangeInfo: submitChange(context, input.ChangeBatch?.Comment) };
    },
  },
  ListResourceRecordSets: {
    members: ["HostedZoneId", "StartRecordName", "StartRecordType", "MaxItems"],
    run(input, context) {
      const zone = zoneOf(input.HostedZoneId, context);
      if (input.StartRecordType !== undefined && input.StartRecordName === undefined)
        throw new AwsError("InvalidInput", "The input is not valid: a type needs a name.");
      const start =
        input.StartRecordName === undefined
          ? ""
          : `${sortableName(domainName(input.StartRecordName))}\u0000${input.StartRecordType ?? ""}`;
      const MaxItems = Math.min(input.MaxItems ?? MAX_PAGE, MAX_PAGE);
      const records = listNamed(zone.records).filter((record) => recordKey(record) >= start);
      const next = records[MaxItems];
      return {
        ResourceRecordSets: records.slice(0, MaxItems).map(recordView),
        IsTruncated: next !== undefined,
        ...(next === undefined ? {} : { NextRecordName: next.name, NextRecordType: next.type }),
        MaxItems,
      };
    },
  },
});

/** Carries one change out and answers what is wrong with it. */
function applyChange(
  records: NameTable<RecordSetRecord>,
  zoneName: string,
  { Action, ResourceRecordSet: input }: Change,
): string[] {
  const record = readRecordSet(input);
  const key = recordKey(record);
  const problem = changeProblem(records, zoneName, { action: Action ?? "", record });
  if (problem !== undefined) return [problem];
  if (Action === "DELETE") removeNamed(records, key);
  else putNamed(records, key, record);
  return [];
}

function invalidBatch(problems: readonly string[]): AwsError {
  return new AwsError("InvalidChangeBatch", `[${problems.join(", ")}]`, {
    members: { messages: [...problems] },
  });
}

function recordView(record: RecordSetRecord): ResourceRecordSet {
  return {
    Name: record.name,
    Type: record.type,
    ...(record.ttlSeconds === undefined ? {} : { TTL: record.ttlSeconds }),
    ...(record.alias === undefined
      ? { ResourceRecords: record.values.map((Value) => ({ Value })) }
      : { AliasTarget: { ...record.alias } }),
  };
}
