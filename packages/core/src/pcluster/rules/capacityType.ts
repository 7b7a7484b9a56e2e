export type CapacityType = "ONDEMAND" | "SPOT" | "CAPACITY_BLOCK";

export function isCapacityType(text: string): text is CapacityType {
  return text === "ONDEMAND" || text === "SPOT" || text === "CAPACITY_BLOCK";
}
