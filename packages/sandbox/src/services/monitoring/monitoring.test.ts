import { expect, test } from "vitest";
import type { JsonObject } from "../../kernel/json.ts";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { monitoring } from "./monitoring.ts";
import { alarmResource } from "./resources/alarmResource.ts";
import { compositeAlarmResource } from "./resources/compositeAlarmResource.ts";
import { dashboardResource } from "./resources/dashboardResource.ts";

const HEALTH: JsonObject = {
  AlarmName: "ml-HeadNode-Health",
  ComparisonOperator: "GreaterThanThreshold",
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  MetricName: "StatusCheckFailed",
  Namespace: "AWS/EC2",
  Dimensions: [{ Name: "InstanceId", Value: "i-1" }],
  Period: 60,
  Statistic: "Maximum",
  Threshold: 0,
};
const ARN = "arn:aws:cloudwatch:us-west-2:123456789012:alarm:ml-HeadNode-Health";
const ANY: JsonObject = {
  AlarmName: "ml-HeadNode",
  AlarmRule: `(ALARM("${ARN}") OR ALARM(ml-HeadNode-Cpu))`,
};

function withAlarms() {
  const context = createResourceContext(createTestKernel({ modules: [monitoring] }), "Alarm", [
    { Key: "team", Value: "ml" },
  ]);
  alarmResource.create(HEALTH, context);
  alarmResource.create({ ...HEALTH, AlarmName: "ml-HeadNode-Cpu" }, context);
  compositeAlarmResource.create(ANY, context);
  const stateOf = (name: string): unknown =>
    context.call("monitoring", "DescribeAlarms", {
      AlarmNames: [name],
      AlarmTypes: ["CompositeAlarm", "MetricAlarm"],
    });
  return { context, stateOf };
}

test("alarms of the head node are accepted as the template has them", () => {
  const { context, stateOf } = withAlarms();
  expect(alarmResource.read("ml-HeadNode-Health", HEALTH, context)).toEqual({
    ref: "ml-HeadNode-Health",
    attributes: { Arn: ARN },
  });
  expect(stateOf("ml-HeadNode-Health")).toMatchObject({
    MetricAlarms: [
      {
        StateValue: "INSUFFICIENT_DATA",
        StateReason: "Unchecked: Initial alarm creation",
        Threshold: 0,
        Period: 60,
        ActionsEnabled: true,
        AlarmActions: [],
      },
    ],
  });
  expect(stateOf("ml-HeadNode")).toMatchObject({
    CompositeAlarms: [
      {
        StateValue: "OK",
        StateReason:
          "arn:aws:cloudwatch:us-west-2:123456789012:alarm:ml-HeadNode was created and its alarm rule evaluates to OK",
      },
    ],
  });
  expect(context.call("monitoring", "ListTagsForResource", { ResourceARN: ARN }).Tags).toEqual([
    { Key: "team", Value: "ml" },
  ]);
});

test("a composite alarm follows the alarms that its rule names", () => {
  const { context, stateOf } = withAlarms();
  const set = (StateValue: "ALARM" | "OK"): unknown =>
    context.call("monitoring", "SetAlarmState", {
      AlarmName: "ml-HeadNode-Cpu",
      StateValue,
      StateReason: "test",
    });
  set("ALARM");
  expect(stateOf("ml-HeadNode")).toMatchObject({ CompositeAlarms: [{ StateValue: "ALARM" }] });
  set("OK");
  expect(stateOf("ml-HeadNode")).toMatchObject({ CompositeAlarms: [{ StateValue: "OK" }] });
});

test("an alarm that a composite alarm names stays until that is gone", () => {
  const { context } = withAlarms();
  expect(() => alarmResource.delete("ml-HeadNode-Health", HEALTH, context)).toThrow(
    "Cannot delete ml-HeadNode-Health as there are composite alarm(s) depending on it: ml-HeadNode",
  );
  compositeAlarmResource.delete("ml-HeadNode", ANY, context);
  alarmResource.delete("ml-HeadNode-Health", HEALTH, context);
  alarmResource.delete("ml-HeadNode-Health", HEALTH, context);
  expect(context.call("monitoring", "DescribeAlarms", {}).MetricAlarms).toHaveLength(1);
});

test.each([
  { change: { Statistic: "p99" }, message: "Value 'p99' at 'statistic'" },
  { change: { Period: 45 }, message: "Period must be 10, 20, 30 or a multiple of 60" },
  { change: { DatapointsToAlarm: 2 }, message: "DatapointsToAlarm must be less than or equal to" },
  { change: { TreatMissingData: "maybe" }, message: "is not supported for TreatMissingData parameter" },
  { change: { Metrics: [] }, message: "The property Metrics of AWS::CloudWatch::Alarm is not modelled" },
])("an alarm is refused: $message", ({ change, message }) => {
  const { context } = withAlarms();
  expect(() => alarmResource.create({ ...HEALTH, ...change }, context)).toThrow(message);
});

test.each(["ALARM(", "ALARM(a) AND", "SOMETIMES(a)", "ALARM(a) ALARM(b)"])(
  "the rule %s is refused",
  (rule) => {
    const { context } = withAlarms();
    expect(() => compositeAlarmResource.create({ AlarmRule: rule }, context)).toThrow(
      "AlarmRule contains invalid",
    );
  },
);

test("a dashboard is kept by its name and must be JSON", () => {
  const { context } = withAlarms();
  const dashboard = { DashboardName: "ml-us-west-2", DashboardBody: '{"widgets":[]}' };
  dashboardResource.create(dashboard, context);
  expect(context.call("monitoring", "GetDashboard", { DashboardName: "ml-us-west-2" })).toEqual({
    DashboardArn: "arn:aws:cloudwatch::123456789012:dashboard/ml-us-west-2",
    ...dashboard,
  });
  expect(() => dashboardResource.create({ DashboardName: "d", DashboardBody: "{" }, context)).toThrow(
    "The field DashboardBody must be a valid JSON object",
  );
  dashboardResource.delete("ml-us-west-2", dashboard, context);
  dashboardResource.delete("ml-us-west-2", dashboard, context);
});
