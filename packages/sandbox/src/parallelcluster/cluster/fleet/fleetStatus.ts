/** States of the compute fleet, as the item `COMPUTE_FLEET` holds them. */
export type FleetStatus =
  | "START_REQUESTED"
  | "STARTING"
  | "RUNNING"
  | "PROTECTED"
  | "STOP_REQUESTED"
  | "STOPPING"
  | "STOPPED"
  | "UNKNOWN";

const STATUSES: readonly FleetStatus[] = [
  "START_REQUESTED",
  "STARTING",
  "RUNNING",
  "PROTECTED",
  "STOP_REQUESTED",
  "STOPPING",
  "STOPPED",
];

export function fleetStatusOf(text: string | undefined): FleetStatus {
  return STATUSES.find((status) => status === text) ?? "UNKNOWN";
}

/** What the fleet status daemon does with a status that it finds. */
export type FleetTransition =
  | { readonly kind: "start"; readonly via: FleetStatus; readonly end: FleetStatus }
  | { readonly kind: "stop"; readonly via: FleetStatus; readonly end: FleetStatus }
  | { readonly kind: "none" };

/** A transition that was cut off by a stop of the sandbox goes on where it stood. */
export function fleetTransition(status: FleetStatus): FleetTransition {
  switch (status) {
    case "START_REQUESTED":
    case "STARTING":
      return { kind: "start", via: "STARTING", end: "RUNNING" };
    case "STOP_REQUESTED":
    case "STOPPING":
      return { kind: "stop", via: "STOPPING", end: "STOPPED" };
    case "RUNNING":
    case "PROTECTED":
    case "STOPPED":
    case "UNKNOWN":
      return { kind: "none" };
  }
}

/** The daemon launches and replaces nodes only in these. */
export function launchesNodes(status: FleetStatus): boolean {
  return status === "RUNNING" || status === "PROTECTED";
}
