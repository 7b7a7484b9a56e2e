import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { definePart, defineService, type ServiceModule } from "../../kernel/ServiceModule.ts";
import type { FunctionBehaviour } from "../FunctionBehaviour.ts";
import { createStackTester } from "../testing/createStackTester.ts";

const TOKEN = "arn:aws:lambda:us-west-2:123456789012:function:cleanup";

/** A Lambda with the function `cleanup`, and what it does. */
function modules(behaviour: Partial<FunctionBehaviour>, log: string[]): ServiceModule[] {
  return [
    defineService("lambda", {
      operations: {
        GetFunction: {
          members: ["FunctionName"],
          run(input) {
            if (input.FunctionName !== TOKEN)
              throw new AwsError("ResourceNotFoundException", "Function not found");
            return { Configuration: { FunctionName: "cleanup", Handler: "cleanup_resources.handler" } };
          },
        },
      },
    }),
    definePart("functions", {
      functions: [
        {
          name: "cleanup",
          matches: ({ handler }) => handler === "cleanup_resources.handler",
          durations: { createMs: 2000, updateMs: 1000, deleteMs: 40_000 },
          create: (properties) => {
            log.push(`create ${JSON.stringify(properties)}`);
            return { physicalId: "custom-1" };
          },
          read: (physicalId) => ({ ref: physicalId, attributes: { Answer: "42" } }),
          delete: () => log.push("delete"),
          ...behaviour,
        },
      ],
    }),
  ];
}

function template(type: string, token = TOKEN) {
  return {
    Resources: { C: { Type: type, Properties: { ServiceToken: token, Action: "DELETE", Count: 3 } } },
    Outputs: { Answer: { Value: { "Fn::GetAtt": ["C", "Answer"] } }, Id: { Value: { Ref: "C" } } },
  };
}

test.each(["AWS::CloudFormation::CustomResource", "Custom::Cleanup"])(
  "%s does what its function does, in the function's time",
  (type) => {
    const log: string[] = [];
    const tester = createStackTester(modules({}, log));
    tester.create(template(type));
    expect(tester.stack().Outputs?.map((output) => output.OutputValue)).toEqual(["42", "custom-1"]);
    const startMs = tester.kernel.clock.nowMs();
    tester.remove();
    expect(log).toEqual([
      `create ${JSON.stringify({ ServiceToken: TOKEN, Action: "DELETE", Count: 3 })}`,
      "delete",
    ]);
    expect(tester.kernel.clock.nowMs() - startMs).toBeGreaterThanOrEqual(40_000);
  },
);

test("a function whose code the sandbox does not know fails the resource, and is named", () => {
  const tester = createStackTester(modules({ matches: () => false }, []));
  tester.create(template("Custom::Cleanup"));
  expect(tester.story().join("\n")).toMatch(
    /C CREATE_FAILED: .*does not know what the function cleanup \(handler cleanup_resources\.handler\) does/,
  );
});

test("a function that is not there fails the resource", () => {
  const tester = createStackTester(modules({}, []));
  tester.create(template("Custom::Cleanup", "arn:aws:lambda:us-west-2:123456789012:function:none"));
  expect(tester.story().join("\n")).toMatch(/C CREATE_FAILED: .*Function not found/);
});

test("what the function answers as failed is the reason", () => {
  const tester = createStackTester(
    modules({ progress: () => ({ status: "failed", reason: "no such bucket" }) }, []),
  );
  tester.create(template("Custom::Cleanup"));
  expect(tester.story().join("\n")).toMatch(
    /C CREATE_FAILED: Received response status \[FAILED\] from custom resource\. Message returned: no such bucket/,
  );
});

test("an attribute that the function did not answer fails what asks for it", () => {
  const tester = createStackTester(modules({ read: (ref) => ({ ref, attributes: {} }) }, []));
  tester.create(template("Custom::Cleanup"));
  expect(tester.story().join("\n")).toMatch(
    /Stack ROLLBACK_IN_PROGRESS: CustomResource attribute error: Vendor response doesn't contain Answer attribute/,
  );
});
