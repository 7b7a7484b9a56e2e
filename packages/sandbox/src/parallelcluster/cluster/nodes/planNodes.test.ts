import { expect, test } from "vitest";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";
import { expectedNodes, planNodes, staticNodesReady } from "./planNodes.ts";
import { readInventory } from "./readInventory.ts";

function cluster(changes: Partial<ClusterRecord> = {}): ClusterRecord {
  return {
    clusterName: "ml",
    headNode: { instanceId: "i-head", privateIp: "10.0.0.10", hostName: "ip-10-0-0-10", version: "3.13.1" },
    phase: "running",
    settings: undefined,
    queues: readInventory({
      Scheduling: {
        SlurmQueues: [
          { Name: "q", ComputeResources: [{ Name: "r", MinCount: 2, MaxCount: 4 }] },
          {
            Name: "cb",
            CapacityType: "CAPACITY_BLOCK",
            CapacityReservationTarget: { CapacityReservationId: "cr-1" },
            ComputeResources: [{ Name: "b", MinCount: 1 }],
          },
        ],
      },
    }),
    nodes: {},
    nodeNames: {},
    failureCounts: {},
    protectedQueues: [],
    headNodeRuns: true,
    nextDaemonRunMs: 0,
    wakePlanned: false,
    finalizeDeadlineMs: 0,
    nextBlockCheckMs: 0,
    inactiveBlocks: [],
    ...changes,
  };
}

function node(name: string, changes: Partial<NodeRecord> = {}): Record<string, NodeRecord> {
  const record: NodeRecord = {
    name,
    queue: "q",
    resource: "r",
    kind: "static",
    instanceId: `i-${name}`,
    privateIp: "10.0.0.11",
    hostName: "ip-10-0-0-11",
    state: "ready",
    configVersion: "1",
    ...changes,
  };
  return { [name]: record };
}

test.each([
  { when: "nothing runs", change: {}, launched: ["q-st-r-1", "q-st-r-2", "cb-st-b-1"], ended: [] },
  {
    when: "one node is up",
    change: { nodes: node("q-st-r-1") },
    launched: ["q-st-r-2", "cb-st-b-1"],
    ended: [],
  },
  {
    when: "a node has lost its instance",
    change: { nodes: { ...node("q-st-r-1"), ...node("q-st-r-2", { instanceId: undefined, state: "lost" }) } },
    launched: ["q-st-r-2", "cb-st-b-1"],
    ended: [],
  },
  {
    when: "the block has not begun",
    change: { inactiveBlocks: ["cr-1"] },
    launched: ["q-st-r-1", "q-st-r-2"],
    ended: [],
  },
  {
    when: "a queue is disabled",
    change: { protectedQueues: ["q"], nodes: node("q-st-r-1") },
    launched: ["cb-st-b-1"],
    ended: ["i-q-st-r-1"],
  },
  {
    when: "a dynamic node runs",
    change: { nodes: node("q-dy-r-2", { kind: "dynamic" }) },
    launched: ["q-st-r-1", "q-st-r-2", "cb-st-b-1"],
    ended: [],
  },
  {
    when: "a node is not of the configuration any more",
    change: { nodes: node("q-st-r-3"), inactiveBlocks: ["cr-1"] },
    launched: ["q-st-r-1", "q-st-r-2"],
    ended: ["i-q-st-r-3"],
  },
])("when $when, $launched are launched and $ended ended", ({ change, launched, ended }) => {
  const plan = planNodes(cluster(change));
  expect(plan.launches.flatMap(({ nodeNames }) => nodeNames)).toEqual(launched);
  expect(plan.terminations).toEqual(ended);
});

test("a cluster is ready when every node that can be up has joined", () => {
  const two = { ...node("q-st-r-1"), ...node("q-st-r-2") };
  expect(staticNodesReady(cluster({ nodes: two }))).toBe(false);
  expect(staticNodesReady(cluster({ nodes: two, inactiveBlocks: ["cr-1"] }))).toBe(true);
  expect(expectedNodes(cluster({ inactiveBlocks: ["cr-1"] }))).toEqual(["q-st-r-1", "q-st-r-2"]);
});
