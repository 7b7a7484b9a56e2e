import { expect, test } from "vitest";
import { hasJoined, isPoweredDown, isUnhealthy, readNodeStates, runsJobs } from "./nodeStates.ts";

test.each([
  { printed: "idle", joined: true },
  { printed: "mix", joined: true, busy: true },
  { printed: "alloc-", joined: true, busy: true },
  { printed: "idle~", poweredDown: true },
  { printed: "down~", poweredDown: true },
  { printed: "alloc#" },
  { printed: "idle%" },
  { printed: "idle!" },
  { printed: "idle*" },
  { printed: "down*", unhealthy: true },
  { printed: "down", unhealthy: true },
  { printed: "down#" },
  { printed: "drain", joined: true, unhealthy: true },
  { printed: "drng", joined: true, busy: true },
  { printed: "inval", unhealthy: true },
])("$printed", ({ printed, joined = false, poweredDown = false, unhealthy = false, busy = false }) => {
  const state = readNodeStates(`q-st-r-1|${printed}|none\n`).get("q-st-r-1");
  expect(hasJoined(state)).toBe(joined);
  expect(isPoweredDown(state)).toBe(poweredDown);
  expect(isUnhealthy(state)).toBe(unhealthy);
  expect(runsJobs(state)).toBe(busy);
});

test("a reason may hold any sign", () => {
  const states = readNodeStates("a|down~|(Code:X)|y\nb|idle|none\n");
  expect(states.get("a")?.reason).toBe("(Code:X)|y");
  expect([...states.keys()]).toEqual(["a", "b"]);
});

test("a node that Slurm does not know has not joined", () => {
  expect(hasJoined(readNodeStates("").get("a"))).toBe(false);
});
