import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createStackTester, type StackTester, type TestTemplate } from "../testing/createStackTester.ts";
import { fakeThings } from "../testing/fakeResources.ts";

interface Plan {
  readonly value: string;
  readonly renamed: boolean;
  /** Numbers of earlier resources that it needs. */
  readonly needs: readonly number[];
  readonly present: boolean;
  readonly fails: boolean;
}

const plan = fc.record<Plan>({
  value: fc.constantFrom("a", "b"),
  renamed: fc.boolean(),
  needs: fc.array(fc.nat(7), { maxLength: 3 }),
  present: fc.boolean(),
  fails: fc.boolean(),
});
const plans = fc.array(plan, { minLength: 1, maxLength: 8 });

/** Resources R0, R1, …, each after some of the earlier ones; a new name replaces the resource. */
function templateOf(all: readonly Plan[], failing: string): TestTemplate {
  const present = all.map((one, index) => one.present || index === 0);
  const resources = all.flatMap((one, index) => {
    if (present[index] !== true) return [];
    const needs = one.needs.filter((number) => number < index && present[number] === true);
    const properties = {
      Type: "String",
      Value: {
        "Fn::Join": ["-", [one.fails ? failing : one.value, ...needs.map((n) => ({ Ref: `R${n}` }))]],
      },
      ...(one.renamed ? { Name: `renamed-${index}` } : {}),
    };
    return [[`R${index}`, { Type: "AWS::SSM::Parameter", Properties: properties }] as const];
  });
  return { Resources: Object.fromEntries(resources) };
}

function withoutFailures(all: readonly Plan[]): Plan[] {
  return all.map(({ value, renamed, needs, present }) => ({ value, renamed, needs, present, fails: false }));
}

function needsOf(template: TestTemplate, name: string): string[] {
  return [...JSON.stringify(template.Resources[name]).matchAll(/"Ref":"(R\d)"/g)].map(
    (match) => match[1] ?? "",
  );
}

function expectOrder(tester: StackTester, template: TestTemplate): void {
  const story = tester.story();
  for (const name of Object.keys(template.Resources)) {
    const started = story.indexOf(`${name} CREATE_IN_PROGRESS`);
    if (started < 0) continue;
    for (const needed of needsOf(template, name)) {
      const done = story.indexOf(`${needed} CREATE_COMPLETE`);
      expect(done).toBeGreaterThanOrEqual(0);
      expect(done).toBeLessThan(started);
    }
  }
}

test("any creation ends complete with everything, or rolled back with nothing, in order", () => {
  fc.assert(
    fc.property(plans, (all) => {
      const template = templateOf(all, "fail-create");
      const tester = createStackTester();
      tester.create(template);
      expectOrder(tester, template);
      const fails = JSON.stringify(template).includes("fail-create");
      const names = fails ? [] : Object.keys(template.Resources);
      expect(tester.stack().StackStatus).toBe(fails ? "ROLLBACK_COMPLETE" : "CREATE_COMPLETE");
      expect(Object.keys(fakeThings(tester.context))).toHaveLength(names.length);
    }),
    { numRuns: 40 },
  );
});

test("any update that fails leaves the account as it was, any other the account that was asked for", () => {
  fc.assert(
    fc.property(plans, plans, (first, second) => {
      const tester = createStackTester();
      tester.create(templateOf(withoutFailures(first), ""));
      const before = structuredClone(fakeThings(tester.context));
      const template = templateOf(second, "fail-progress");
      const unchanged = JSON.stringify(template) === JSON.stringify(templateOf(withoutFailures(first), ""));
      fc.pre(!unchanged);
      tester.update(template);
      const fails = JSON.stringify(template).includes("fail-progress");
      const things = fakeThings(tester.context);
      expect(tester.stack().StackStatus).toBe(fails ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_COMPLETE");
      expect(fails ? things : before).toEqual(before);
      const expected = fails ? Object.keys(before) : Object.keys(template.Resources);
      expect(Object.keys(things)).toHaveLength(expected.length);
      tester.remove();
      expect(fakeThings(tester.context)).toEqual({});
    }),
    { numRuns: 40 },
  );
});

test.each([
  { what: "mended", failing: "", status: "UPDATE_COMPLETE" },
  { what: "tried again in vain", failing: "fail-progress", status: "UPDATE_ROLLBACK_COMPLETE" },
])("an update that stays as it failed and is $what leaves nothing behind", ({ failing, status }) => {
  fc.assert(
    fc.property(plans, plans, (first, second) => {
      const tester = createStackTester();
      tester.create(templateOf(withoutFailures(first), ""));
      const before = structuredClone(fakeThings(tester.context));
      const template = templateOf(second, "fail-progress");
      fc.pre(JSON.stringify(template).includes("fail-progress"));
      tester.update(template, { DisableRollback: true });
      expect(tester.stack().StackStatus).toBe("UPDATE_FAILED");
      tester.update(templateOf(second, failing));
      expect(tester.stack().StackStatus).toBe(status);
      expect(failing === "" ? before : fakeThings(tester.context)).toEqual(before);
      tester.remove();
      expect(fakeThings(tester.context)).toEqual({});
    }),
    { numRuns: 40 },
  );
});
