import { expect, test } from "vitest";
import { expandHostlist } from "./hostlist.ts";

test.each([
  { list: "a-1", names: ["a-1"] },
  { list: "a-1,b", names: ["a-1", "b"] },
  {
    list: "gpu-st-ml-[1-3,7],head",
    names: ["gpu-st-ml-1", "gpu-st-ml-2", "gpu-st-ml-3", "gpu-st-ml-7", "head"],
  },
  { list: "n[08-10]", names: ["n08", "n09", "n10"] },
  { list: "r[1-2]n[1-2]", names: ["r1n1", "r1n2", "r2n1", "r2n2"] },
  { list: "", names: [] },
])("$list stands for $names", ({ list, names }) => {
  expect([...expandHostlist(list)].sort()).toEqual([...names].sort());
});
