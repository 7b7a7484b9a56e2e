import { expect, test } from "vitest";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { makeResource } from "../../testing/makeResource.ts";
import { logs } from "./logs.ts";
import { logGroupResource } from "./resources/logGroupResource.ts";
import { metricFilterResource } from "./resources/metricFilterResource.ts";

const GROUP = { LogGroupName: "/aws/parallelcluster/ml", RetentionInDays: 180 };
const FILTER = {
  LogGroupName: GROUP.LogGroupName,
  FilterPattern: '{ $.event-type = "invalid-backing-instance-count" && $.scheduler = "slurm" }',
  MetricTransformations: [
    {
      MetricName: "NoCorrespondingInstanceErrors",
      MetricNamespace: "ParallelCluster",
      MetricValue: "$.detail.count",
      Unit: "Count",
      Dimensions: [{ Key: "ClusterName", Value: "$.cluster-name" }],
    },
  ],
};

test("a log group has its retention, stack tags, and gives name and ARN", () => {
  const tags = [{ Key: "parallelcluster:version", Value: "3.13.1" }];
  const context = createResourceContext(createTestKernel({ modules: [logs] }), "CloudWatchLogGroup", tags);
  const { physicalId } = makeResource(logGroupResource, GROUP, context);
  expect(logGroupResource.read(physicalId, GROUP, context)).toEqual({
    ref: GROUP.LogGroupName,
    attributes: { Arn: "arn:aws:logs:us-west-2:123456789012:log-group:/aws/parallelcluster/ml:*" },
  });
  expect(context.call("logs", "ListTagsLogGroup", { logGroupName: physicalId }).tags).toEqual({
    "parallelcluster:version": "3.13.1",
  });
  const after = { LogGroupName: GROUP.LogGroupName };
  logGroupResource.update?.(physicalId, { before: GROUP, after, changed: ["RetentionInDays"] }, context);
  expect(context.call("logs", "DescribeLogGroups", {}).logGroups?.[0]?.retentionInDays).toBeUndefined();
  logGroupResource.delete(physicalId, GROUP, context);
  logGroupResource.delete(physicalId, GROUP, context);
});

test("a metric filter of the cluster's template is accepted as it is", () => {
  const context = createResourceContext(createTestKernel({ modules: [logs] }), "NoCorrespondingFilter");
  makeResource(logGroupResource, GROUP, context);
  const { physicalId } = makeResource(metricFilterResource, FILTER, context);
  expect(physicalId).toMatch(/^ml-cluster-NoCorrespondingFilter-[0-9A-Z]{12}$/);
  expect(context.call("logs", "DescribeMetricFilters", {}).metricFilters?.[0]).toMatchObject({
    filterPattern: FILTER.FilterPattern,
    metricTransformations: [{ dimensions: { ClusterName: "$.cluster-name" }, unit: "Count" }],
  });
  metricFilterResource.delete(physicalId, FILTER, context);
  expect(context.call("logs", "DescribeMetricFilters", {}).metricFilters).toEqual([]);
});
