import { expect, test } from "vitest";
import type { SandboxState } from "../../kernel/SandboxState.ts";
import { createStackTester, parameter, STACK_NAME, type StackTester } from "../testing/createStackTester.ts";

const TEMPLATE = {
  Resources: {
    A: parameter("a"),
    B: parameter({ Ref: "A" }),
    C: parameter({ "Fn::Join": ["-", [{ Ref: "A" }, { Ref: "B" }]] }),
    D: parameter("d"),
    Bad: parameter("fail-create", { DependsOn: ["C", "D"] }),
  },
};

function start(tester: StackTester): void {
  tester.context.call("cloudformation", "CreateStack", {
    StackName: STACK_NAME,
    TemplateBody: JSON.stringify(TEMPLATE),
  });
}

/** The sandbox stopped and started again: what was saved is all that is left. */
function restarted(tester: StackTester): StackTester {
  tester.kernel.stop();
  const saved: SandboxState = JSON.parse(JSON.stringify(tester.kernel.state));
  return createStackTester([], saved);
}

test("the same seed gives the same events, byte for byte", () => {
  const [one, other] = [createStackTester(), createStackTester()].map((tester) => {
    start(tester);
    tester.kernel.clock.runUntilIdle();
    return JSON.stringify(tester.events());
  });
  expect(one).toBe(other);
});

test("describing between the steps changes nothing", () => {
  const quiet = createStackTester();
  start(quiet);
  quiet.kernel.clock.runUntilIdle();
  const watched = createStackTester();
  start(watched);
  for (let step = 0; step < 40; step += 1) {
    watched.events();
    watched.stack();
    watched.kernel.clock.advance(500);
  }
  expect(JSON.stringify(watched.events())).toBe(JSON.stringify(quiet.events()));
});

test("a stack goes on after a restart at any moment, with the same events", () => {
  const straight = createStackTester();
  start(straight);
  straight.kernel.clock.runUntilIdle();
  let tester = createStackTester();
  start(tester);
  for (let step = 0; step < 40; step += 1) {
    tester.kernel.clock.advance(500);
    tester = restarted(tester);
  }
  expect(JSON.stringify(tester.events())).toBe(JSON.stringify(straight.events()));
  expect(tester.stack().StackStatus).toBe("ROLLBACK_COMPLETE");
});
