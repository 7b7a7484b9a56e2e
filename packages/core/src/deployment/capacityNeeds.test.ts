import { expect, test } from "vitest";
import { resolvedProject } from "../project/testing/resolvedProject.ts";
import { capacityNeeds, shortages } from "./capacityNeeds.ts";

const ID = "cr-0123456789abcdef0";

test.each([
  { what: "enough is free", account: { availableInstances: 16 }, text: "", words: [] },
  {
    what: "too few are free",
    account: { availableInstances: 4 },
    text: "",
    words: [expect.stringContaining(`${ID} has 4 p5.48xlarge free, and 16 are to stay up`)],
  },
  {
    what: "no node stays up",
    account: { availableInstances: 0 },
    text: `capacity: { reservation: ${ID}, static: 0 }`,
    words: [],
  },
  {
    what: "two queues share the reservation",
    account: { availableInstances: 6 },
    text: `capacity: { reservation: ${ID}, count: 4 }\nqueues: [{ name: more, reservation: ${ID}, count: 4 }]`,
    words: [expect.stringContaining("has 6 p5.48xlarge free, and 8 are to stay up")],
  },
  {
    what: "the block has not begun",
    account: { kind: "capacity-block", state: "scheduled", availableInstances: 0 },
    text: "",
    words: [],
  },
] as const)("when $what the shortages are $words", ({ account, text, words }) => {
  expect(shortages(capacityNeeds(resolvedProject({ account, text })))).toEqual(words);
});
