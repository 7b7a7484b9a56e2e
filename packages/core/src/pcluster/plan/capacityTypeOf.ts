import { isCapacityType, type CapacityType } from "../rules/capacityType.ts";

/** The schema has checked the words; anything else would count as on demand. */
export function capacityTypeOf(queue: { readonly CapacityType: string }): CapacityType {
  return isCapacityType(queue.CapacityType) ? queue.CapacityType : "ONDEMAND";
}
