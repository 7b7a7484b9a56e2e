import { describe, expect, test } from "vitest";
import { createStackTester, STACK_NAME, type StackTester } from "../testing/createStackTester.ts";

const TEMPLATE = {
  Resources: {
    Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
    Wait: {
      Type: "AWS::CloudFormation::WaitCondition",
      Properties: { Handle: { Ref: "Handle" }, Timeout: "2100", Count: 2 },
    },
  },
  Outputs: {
    Url: { Value: { Ref: "Handle" } },
    Wait: { Value: { Ref: "Wait" } },
    Data: { Value: { "Fn::GetAtt": ["Wait", "Data"] } },
  },
};

/** Starts the stack and lets the time go to where it waits. */
function startWaiting(): StackTester & { signal(body: unknown): void } {
  const tester = createStackTester();
  tester.context.call("cloudformation", "CreateStack", {
    StackName: STACK_NAME,
    TemplateBody: JSON.stringify(TEMPLATE),
  });
  tester.kernel.clock.advance(60_000);
  const { StackResources: resources = [] } = tester.context.call("cloudformation", "DescribeStackResources", {
    StackName: STACK_NAME,
  });
  const url = resources[0]?.PhysicalResourceId ?? "";
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:4566\/_signal\/[0-9a-f]{40}$/);
  return {
    ...tester,
    signal(body) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      // From a region of its own: a signal says only its handle.
      tester.kernel
        .context("eu-west-1")
        .emit("cloudformation.signal", { handle: url.slice(url.lastIndexOf("/") + 1), body: text });
      tester.kernel.clock.advance(0);
    },
  };
}

function signal(uniqueId: string, status = "SUCCESS", more: Record<string, string> = {}): unknown {
  return { Status: status, Reason: "r", UniqueId: uniqueId, Data: `data of ${uniqueId}`, ...more };
}

test("the stack goes on when as many different signals came as it waits for", () => {
  const tester = startWaiting();
  tester.signal(signal("a"));
  tester.signal(signal("a"));
  expect(tester.stack().StackStatus).toBe("CREATE_IN_PROGRESS");
  tester.signal(signal("b"));
  expect(tester.stack().StackStatus).toBe("CREATE_COMPLETE");
  const outputs = Object.fromEntries(tester.stack().Outputs?.map((o) => [o.OutputKey, o.OutputValue]) ?? []);
  expect(outputs["Wait"]).toBe(`${tester.stack().StackId ?? ""}/Handle`);
  expect(JSON.parse(outputs["Data"] ?? "")).toEqual({ a: "data of a", b: "data of b" });
  tester.kernel.clock.runUntilIdle();
  expect(tester.stack().StackStatus).toBe("CREATE_COMPLETE");
});

test("one failure fails the stack with its reason", () => {
  const tester = startWaiting();
  tester.signal(signal("i-1", "FAILURE", { Reason: "Failed to mount FSX" }));
  expect(tester.story()).toContain(
    "Wait CREATE_FAILED: WaitCondition received failed message: 'Failed to mount FSX' for uniqueId: i-1",
  );
});

test("without signals the time runs out, and only then", () => {
  const tester = startWaiting();
  tester.signal(signal("a"));
  tester.kernel.clock.advance(2_000_000);
  expect(tester.stack().StackStatus).toBe("CREATE_IN_PROGRESS");
  tester.kernel.clock.runUntilIdle();
  expect(tester.story()).toContain(
    "Wait CREATE_FAILED: WaitCondition timed out. Received 1 conditions when expecting 2",
  );
  expect(tester.stack().StackStatus).toBe("ROLLBACK_COMPLETE");
});

describe("what is no signal is ignored", () => {
  test.each([
    { what: "no JSON", body: "hello" },
    { what: "an unknown status", body: { Status: "MAYBE", UniqueId: "a" } },
    { what: "no unique id", body: { Status: "SUCCESS" } },
  ])("$what", ({ body }) => {
    const tester = startWaiting();
    tester.signal(body);
    tester.signal(signal("a"));
    expect(tester.stack().StackStatus).toBe("CREATE_IN_PROGRESS");
  });
});

test("a new pair takes the place of the old one in an update", () => {
  const tester = startWaiting();
  tester.signal(signal("a"));
  tester.signal(signal("b"));
  const { Handle, Wait } = TEMPLATE.Resources;
  tester.update({
    Resources: {
      Handle2: Handle,
      Wait2: { ...Wait, Properties: { Handle: { Ref: "Handle2" }, Timeout: "10" } },
    },
  });
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(tester.story()).toContain(
    "Wait2 CREATE_FAILED: WaitCondition timed out. Received 0 conditions when expecting 1",
  );
});
