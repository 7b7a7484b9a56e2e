import { createFakeAccount, createFakeClock } from "@trainyard/testkit";
import { expect, test } from "vitest";
import { changeFleet, type FleetEvent, type FleetWish } from "./changeFleet.ts";

async function change(
  wish: FleetWish,
  statuses: readonly string[],
  answer: "requested" | "conflict" = "requested",
) {
  const { gateways } = createFakeAccount();
  const requests: string[] = [];
  const events: FleetEvent[] = [];
  const left = [...statuses];
  const clusters: typeof gateways.clusters = {
    ...gateways.clusters,
    fleet: async () => ({ status: (left.length > 1 ? left.shift() : left[0]) ?? "", changedAtMs: undefined }),
    requestFleet: async (_name, { from, to }) => {
      requests.push(`${from} > ${to}`);
      return answer;
    },
  };
  const outcome = await changeFleet("ml", wish, {
    gateways: { clusters },
    clock: createFakeClock(),
    pollIntervalMs: 5_000,
    report: (event) => events.push(event),
  }).catch((error: unknown) => error);
  return { outcome, requests, statuses: events.map(({ status }) => status) };
}

test.each([
  {
    wish: "stop",
    seen: ["RUNNING", "STOP_REQUESTED", "STOPPING", "STOPPED"],
    requests: ["RUNNING > STOP_REQUESTED"],
    outcome: "changed",
  },
  {
    wish: "start",
    seen: ["STOPPED", "STARTING", "RUNNING"],
    requests: ["STOPPED > START_REQUESTED"],
    outcome: "changed",
  },
  {
    wish: "start",
    seen: ["PROTECTED", "STARTING", "RUNNING"],
    requests: ["PROTECTED > START_REQUESTED"],
    outcome: "changed",
  },
  { wish: "start", seen: ["STARTING", "STARTING", "RUNNING"], requests: [], outcome: "changed" },
  { wish: "stop", seen: ["STOPPED"], requests: [], outcome: "unchanged" },
] as const)(
  "to $wish a fleet that is $seen.0 requests $requests",
  async ({ wish, seen, requests, outcome }) => {
    const changed = await change(wish, seen);
    expect(changed.requests).toEqual(requests);
    expect(changed.outcome).toBe(outcome);
    expect(changed.statuses.at(-1)).toBe(seen.at(-1));
  },
);

test.each([
  {
    what: "a cluster without a fleet",
    wish: "stop",
    seen: ["UNKNOWN"],
    answer: "requested",
    code: "NOT_DEPLOYED",
  },
  {
    what: "others who always win",
    wish: "stop",
    seen: ["RUNNING"],
    answer: "conflict",
    code: "FLEET_CONFLICT",
  },
  {
    what: "others who ask for the opposite",
    wish: "start",
    seen: ["STOPPED", "STOP_REQUESTED"],
    answer: "requested",
    code: "FLEET_CONFLICT",
  },
  {
    what: "nodes that fail to start",
    wish: "start",
    seen: ["STOPPED", "STARTING", "PROTECTED"],
    answer: "requested",
    code: "FLEET_CONFLICT",
  },
  {
    what: "a fleet that never gets there",
    wish: "start",
    seen: ["STARTING"],
    answer: "requested",
    code: "STEP_TIMED_OUT",
  },
] as const)("$what ends with $code", async ({ wish, seen, answer, code }) => {
  expect((await change(wish, seen, answer)).outcome).toMatchObject({ code });
});
