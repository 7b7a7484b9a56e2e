import { expect, test } from "vitest";
import { endOf, rangeOf } from "./userRanges.ts";

test.each([
  { what: "by name", text: "ann:100000:65536\nbob:165536:65536\n", range: { first: 165_536, count: 65_536 } },
  { what: "by number", text: "1001:200000:65536", range: { first: 200_000, count: 65_536 } },
  {
    what: "the one that is large enough",
    text: "bob:1:10\nbob:500000:70000",
    range: { first: 500_000, count: 70_000 },
  },
])("a user's range is found $what", ({ text, range }) => {
  expect(rangeOf(text, "bob", 1001)).toMatchObject(range);
});

test.each([
  { what: "nobody has one", text: "" },
  { what: "others have one", text: "ann:100000:65536\n# bob:165536:65536\n" },
  { what: "it is too small", text: "bob:100000:65534" },
  { what: "the line is none", text: "bob:100000\nbob:x:65536" },
])("there is no range when $what", ({ text }) => {
  expect(rangeOf(text, "bob", 1001)).toBeUndefined();
});

test("a new range begins after all others", () => {
  expect(endOf("ann:100000:65536\nbob:500000:65536\ncarl:165536:65536\n")).toBe(565_536);
  expect(endOf("")).toBe(0);
});
