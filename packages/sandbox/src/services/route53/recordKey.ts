import type { RecordSetRecord } from "./Route53State.ts";
import { sortableName } from "./zoneLookup.ts";

/** Identifies a record set in its zone; sorts as the service lists them. */
export function recordKey(record: Pick<RecordSetRecord, "name" | "type">): string {
  return `${sortableName(record.name)}\u0000${record.type}`;
}
