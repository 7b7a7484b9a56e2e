import { expect, test } from "vitest";
import { CallFaults } from "./CallFaults.ts";
import { readCallFault } from "./readCallFault.ts";

const KNOWN = new Map([
  ["ec2", new Set(["DescribeVpcs", "RunInstances"])],
  ["s3", new Set(["GetObject"])],
]);

test("so many calls of an operation fail, others do not", () => {
  const faults = new CallFaults();
  faults.add({ service: "ec2", operation: "RunInstances", kind: "throttled", times: 2 });
  expect(faults.take("ec2", "DescribeVpcs")).toBeUndefined();
  expect(faults.take("ec2", "RunInstances")).toMatchObject({ code: "RequestLimitExceeded", httpStatus: 503 });
  expect(faults.list()).toEqual([{ service: "ec2", operation: "RunInstances", kind: "throttled", times: 1 }]);
  expect(faults.take("ec2", "RunInstances")).toBeDefined();
  expect(faults.take("ec2", "RunInstances")).toBeUndefined();
  expect(faults.list()).toEqual([]);
});

test("a whole service fails until the faults are cleared", () => {
  const faults = new CallFaults();
  faults.add({ service: "s3", kind: "unavailable" });
  for (let call = 0; call < 5; call += 1)
    expect(faults.take("s3", "GetObject")).toMatchObject({ code: "ServiceUnavailable" });
  faults.clear();
  expect(faults.take("s3", "GetObject")).toBeUndefined();
});

test.each([
  { text: `{"call":"ec2"}`, words: "a fault is one of throttled, unavailable" },
  { text: `{"call":"ecs","kind":"throttled"}`, words: 'there is no service "ecs"; there are ec2, s3' },
  { text: `{"call":"ec2:Run","kind":"throttled"}`, words: 'ec2 has no modelled operation "Run"' },
  {
    text: `{"call":"ec2","kind":"throttled","times":0}`,
    words: "the number of calls is a whole number from 1",
  },
  { text: "garbage", words: 'there is no service ""; there are ec2, s3' },
])("$text is refused", ({ text, words }) => {
  expect(readCallFault(text, KNOWN)).toBe(words);
});

test("a service and an operation are read", () => {
  const text = JSON.stringify({ call: "ec2:DescribeVpcs", kind: "unavailable", times: 3 });
  expect(readCallFault(text, KNOWN)).toEqual({
    service: "ec2",
    operation: "DescribeVpcs",
    kind: "unavailable",
    times: 3,
  });
});
