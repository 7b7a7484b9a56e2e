import type { CallFault } from "./CallFaults.ts";
import { FAULT_KINDS } from "./faultErrors.ts";

/** Modelled operations by service. */
export type KnownCalls = ReadonlyMap<string, ReadonlySet<string>>;

/** A fault as it comes from the command line; a sentence when it cannot be switched on. */
export function readCallFault(text: string, known: KnownCalls): CallFault | string {
  const { call, kind, times } = fieldsOf(text);
  const [service = "", operation] = typeof call === "string" ? call.split(":") : [];
  const operations = known.get(service);
  if (operations === undefined)
    return `there is no service "${service}"; there are ${[...known.keys()].sort().join(", ")}`;
  if (operation !== undefined && !operations.has(operation))
    return `${service} has no modelled operation "${operation}"`;
  const named = FAULT_KINDS.find((candidate) => candidate === kind);
  if (named === undefined) return `a fault is one of ${FAULT_KINDS.join(", ")}`;
  if (times === undefined) return { service, operation, kind: named };
  if (typeof times !== "number" || !Number.isInteger(times) || times < 1)
    return "the number of calls is a whole number from 1";
  return { service, operation, kind: named, times };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
