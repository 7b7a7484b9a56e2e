import { expect, test } from "vitest";
import { planResume } from "./planResume.ts";

const request = {
  kind: "resume" as const,
  nodeNames: ["a1", "a2", "b1", "a3", "x1"],
  jobs: [
    { jobId: 1, nodeNames: ["a1", "a2", "b1"] },
    { jobId: 2, nodeNames: ["a2"] },
  ],
};
const resourceOf = (name: string) => (name.startsWith("x") ? undefined : name.slice(0, 1));

test.each([
  { strategy: "all-or-nothing" as const, leastCount: 2, wholeOnly: true },
  { strategy: "greedy-all-or-nothing" as const, leastCount: 1, wholeOnly: true },
  { strategy: "best-effort" as const, leastCount: 1, wholeOnly: false },
])("with $strategy a job's nodes stand together by resource", ({ strategy, leastCount, wholeOnly }) => {
  expect(planResume(request, strategy, resourceOf)).toEqual([
    {
      wholeOnly,
      batches: [
        { resource: "a", nodeNames: ["a1", "a2"], leastCount },
        { resource: "b", nodeNames: ["b1"], leastCount: 1 },
      ],
    },
    { wholeOnly: false, batches: [{ resource: "a", nodeNames: ["a3"], leastCount: 1 }] },
  ]);
});
