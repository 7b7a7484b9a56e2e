import { instanceTypeTable, loadInstanceTypes } from "@trainyard/core";
import { describe, expect, test } from "vitest";
import type { CorpusContext } from "./CorpusContext.ts";
import { runCorpusFile } from "./runCorpusFile.ts";

const context: CorpusContext = {
  aws: undefined,
  instanceTypes: instanceTypeTable(await loadInstanceTypes()),
};

async function outcomesOf(content: unknown): Promise<readonly string[]> {
  const results = await runCorpusFile({ name: "cases.json", content, version: "3.13.1" }, context);
  return results.map((result) =>
    result.kind === "no-verdict" ? "apart" : result.agrees ? "agrees" : "differs",
  );
}

const BOUNDARY = {
  kind: "schema-boundary",
  section: "Image",
  property: "Os",
  case: "wrong",
  source: "",
  fragment: { Os: "windows" },
};
const NAME = { kind: "validator", validator: "NameValidator", source: "", fragment: { name: "Upper" } };
const UPDATE = {
  kind: "update",
  property: "HeadNode.InstanceType",
  operation: "change",
  scheduler: "slurm",
  base: { HeadNode: { InstanceType: "a" } },
  target: { HeadNode: { InstanceType: "b" } },
  changes: [{ path: "HeadNode", key: "InstanceType", is_list_item: false, policy: "UNSUPPORTED" }],
};

const CASES = [
  {
    when: "the schema refuses the same path",
    one: { ...BOUNDARY, valid: false, results: [{ path: "Os" }] },
    outcome: "agrees",
  },
  {
    when: "the schema refuses another path",
    one: { ...BOUNDARY, valid: false, results: [{ path: "CustomAmi" }] },
    outcome: "differs",
  },
  { when: "the schema accepts", one: { ...BOUNDARY, valid: true }, outcome: "differs" },
  {
    when: "a rule finds the same level",
    one: { ...NAME, valid: false, results: [{ level: "ERROR", keyword: "x" }] },
    outcome: "agrees",
  },
  {
    when: "a rule finds another level",
    one: { ...NAME, valid: true, results: [{ level: "WARNING", keyword: "x" }] },
    outcome: "differs",
  },
  { when: "a rule has no verdict", one: { ...NAME, valid: null, results: null }, outcome: "apart" },
  {
    when: "a rule does not exist",
    one: { ...NAME, validator: "MadeUpValidator", valid: true, results: [] },
    outcome: "differs",
  },
  {
    when: "a change is refused in every state",
    one: { ...UPDATE, outcome: { "compute=0,login=0,strategy=None": "refused:FAILED" } },
    outcome: "agrees",
  },
  {
    when: "a change is allowed",
    one: { ...UPDATE, outcome: { "compute=0,login=0,strategy=DRAIN": "allowed" } },
    outcome: "differs",
  },
  {
    when: "a policy allows it",
    one: {
      kind: "update-policy-unit",
      policy: "COMPUTE_FLEET_STOP",
      source: "",
      case: { is_fleet_stopped: true, key: "Name", path: [], old_value: "a", new_value: "b" },
      valid: true,
    },
    outcome: "agrees",
  },
];

describe("runCorpusFile", () => {
  test.each(CASES)("compares when $when", async ({ one, outcome }) => {
    expect(await outcomesOf([one])).toEqual([outcome]);
  });

  test.each([[[{ kind: "made-up" }]], [[]], [{ other: 1 }], ["text"]])("refuses %j", async (content) => {
    await expect(outcomesOf(content)).rejects.toThrow(/invalid|too small/i);
  });
});
