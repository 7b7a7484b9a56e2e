import { parse, parseDocument } from "yaml";
import { expect, test } from "vitest";
import { commentedYaml } from "./commentedYaml.ts";
import { readComments } from "./readComments.ts";

const WELL_COMMENTED = `# above a mapping
# of two lines
Scheduling:
  # above a list
  SlurmQueues:
    # above an item
    - Name: train # beside a value
      # above a value
      CapacityType: SPOT
      # below a mapping
    - Name: debug
Zones:
  - a # beside an item
  # above an item of its own
  - b
# below all
`;

const written = (text: string): string => {
  const document = parseDocument(text);
  const comments = readComments(document.contents ?? undefined);
  return commentedYaml(document.toJS(), { comments, header: [] });
};

test("remarks are read with the places that they stand in, and written back there", () => {
  const document = parseDocument(WELL_COMMENTED);
  expect(readComments(document.contents ?? undefined)).toEqual([
    { path: ["Scheduling"], place: "above", text: "above a mapping\nof two lines" },
    { path: ["Scheduling", "SlurmQueues"], place: "above", text: "above a list" },
    { path: ["Scheduling", "SlurmQueues", 0], place: "above", text: "above an item" },
    { path: ["Scheduling", "SlurmQueues", 0, "Name"], place: "beside", text: "beside a value" },
    { path: ["Scheduling", "SlurmQueues", 0, "CapacityType"], place: "above", text: "above a value" },
    { path: ["Scheduling", "SlurmQueues", 0, "CapacityType"], place: "below", text: "below a mapping" },
    { path: ["Zones", 0], place: "beside", text: "beside an item" },
    { path: ["Zones", 1], place: "above", text: "above an item of its own" },
  ]);
  expect(written(WELL_COMMENTED)).toBe(WELL_COMMENTED.replace("# below all\n", ""));
});

test.each([
  "a: 1 # x\n",
  "# one\na:\n  # two\n  b: [1, 2] # three\n# four\n",
  "a:\n  - # five\n    b: 1\n  - c: 2\n",
  "a: &x # six\n  b: 1\nd: *x\n",
])("no remark of %j is lost", (text) => {
  const after = written(text);
  expect(parse(after)).toEqual(parse(text));
  const remarks = text.match(/# \w+/g)?.filter((remark) => remark !== "# one" && remark !== "# four") ?? [];
  for (const remark of remarks) expect(after).toContain(remark);
});

test("a remark cannot become a value", () => {
  const comments = [{ path: ["a"], text: "x\nb: 2\r\nc: 3\u2028d: 4" }];
  expect(parse(commentedYaml({ a: 1 }, { comments, header: [] }))).toEqual({ a: 1 });
});
