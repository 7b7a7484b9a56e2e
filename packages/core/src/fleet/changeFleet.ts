import { TrainyardError } from "../errors/index.ts";
import type { Clock } from "../ports/Clock.ts";
import type { FleetStatus } from "../ports/ClusterGateway.ts";
import type { Gateways } from "../ports/Gateways.ts";

export type FleetWish = "start" | "stop";

export type FleetEvent = {
  readonly type: "fleet-status";
  readonly status: string;
  /** Compute nodes that exist. */
  readonly nodeCount: number;
};

export interface FleetContext {
  readonly gateways: Pick<Gateways, "clusters">;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
  readonly signal?: AbortSignal;
  readonly report: (event: FleetEvent) => void;
}

const WISHES = {
  start: { request: "START_REQUESTED", under: ["START_REQUESTED", "STARTING"], done: "RUNNING" },
  stop: { request: "STOP_REQUESTED", under: ["STOP_REQUESTED", "STOPPING"], done: "STOPPED" },
} as const;
const TRIES = 3;
const DEADLINE_MS = 20 * 60_000;

/**
 * Starts or stops the compute fleet of a cluster and waits until it has; a stopped fleet has no nodes. Nothing is
 * written when the fleet is there already.
 * @throws {TrainyardError} `NOT_DEPLOYED` for a cluster without a fleet, `FLEET_CONFLICT` when others change it at the
 *   same time, `STEP_TIMED_OUT` after 20 minutes.
 */
export async function changeFleet(
  clusterName: string,
  wish: FleetWish,
  context: FleetContext,
): Promise<"changed" | "unchanged"> {
  const requested = await request(clusterName, wish, context);
  await waitForFleet(clusterName, wish, context);
  return requested;
}

async function request(
  clusterName: string,
  wish: FleetWish,
  { gateways: { clusters }, clock, signal }: FleetContext,
): Promise<"changed" | "unchanged"> {
  const { request: to, under, done } = WISHES[wish];
  for (let tryCount = 0; tryCount < TRIES; tryCount += 1) {
    const { status } = await clusters.fleet(clusterName, signal);
    if (status === "UNKNOWN") throw noFleet(clusterName);
    if (status === done || under.some((state) => state === status))
      return status === done ? "unchanged" : "changed";
    const answer = await clusters.requestFleet(
      clusterName,
      { from: status, to, atMs: clock.nowMs() },
      signal,
    );
    if (answer === "requested") return "changed";
  }
  throw new TrainyardError("FLEET_CONFLICT", `the status of the fleet of ${clusterName} keeps changing`, {
    hint: `Look at \`trainyard status\`, and run \`trainyard fleet ${wish}\` again when it stands still.`,
    details: { clusterName },
  });
}

async function waitForFleet(
  clusterName: string,
  wish: FleetWish,
  { gateways: { clusters }, clock, signal, pollIntervalMs, report }: FleetContext,
): Promise<void> {
  const deadlineMs = clock.nowMs() + DEADLINE_MS;
  let before = "";
  while (clock.nowMs() < deadlineMs) {
    const [{ status }, instances] = await Promise.all([
      clusters.fleet(clusterName, signal),
      clusters.instances(clusterName, signal),
    ]);
    const nodeCount = instances.filter(
      ({ role, state }) => role === "compute-node" && state !== "shutting-down",
    ).length;
    if (`${status} ${nodeCount}` !== before) report({ type: "fleet-status", status, nodeCount });
    before = `${status} ${nodeCount}`;
    if (status === WISHES[wish].done && (wish === "start" || nodeCount === 0)) return;
    if (isTurnedBack(status, wish)) throw turnedBack(clusterName, status, wish);
    await clock.sleep(pollIntervalMs, signal);
  }
  throw new TrainyardError("STEP_TIMED_OUT", `the fleet of ${clusterName} did not ${wish} in 20 minutes`, {
    hint: "Look at `trainyard logs --stream clustermgtd`.",
    details: { clusterName },
  });
}

/** Someone else asked for the opposite, or the cluster protects itself from nodes that fail to start. */
function isTurnedBack(status: FleetStatus["status"], wish: FleetWish): boolean {
  const opposite = WISHES[wish === "start" ? "stop" : "start"];
  return status === opposite.request || (wish === "start" && status === "PROTECTED");
}

function turnedBack(clusterName: string, status: string, wish: FleetWish): TrainyardError {
  return new TrainyardError(
    "FLEET_CONFLICT",
    `the fleet of ${clusterName} is ${status} instead of going to ${wish}`,
    {
      hint:
        status === "PROTECTED"
          ? "Its nodes failed to start several times: `trainyard logs --stream clustermgtd` says why."
          : "Someone else changed it at the same time; look at `trainyard status`.",
      details: { clusterName, status },
    },
  );
}

function noFleet(clusterName: string): TrainyardError {
  return new TrainyardError("NOT_DEPLOYED", `the cluster ${clusterName} has no compute fleet yet`, {
    hint: "Make the cluster with `trainyard up`; the fleet is there when its head node has started.",
    details: { clusterName },
  });
}
