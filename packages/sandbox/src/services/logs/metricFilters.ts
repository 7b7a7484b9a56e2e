import type { MetricFilter, MetricTransformation } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../kernel/AwsError.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { groupOf } from "./logGroupLookup.ts";
import { checkedLimit, constraintError, invalidToken } from "./logsErrors.ts";
import { logsStore, type MetricFilterRecord, type MetricTransformationRecord } from "./LogsState.ts";
import { compileFilterPattern } from "./patterns/compileFilterPattern.ts";

const MAX_PER_GROUP = 100;

export const metricFilterOperations = defineOperations<"logs">()({
  PutMetricFilter: {
    members: ["logGroupName", "filterName", "filterPattern", "metricTransformations"],
    run(input, context) {
      const name = input.filterName ?? "";
      const pattern = input.filterPattern ?? "";
      checkLength(name, "filterName", 512);
      checkLength(pattern, "filterPattern", 1024);
      const group = groupOf({ logGroupName: input.logGroupName ?? "" }, context);
      compileFilterPattern(pattern);
      const transformations = checkedTransformations(input.metricTransformations ?? []);
      const present = findNamed(group.metricFilters, name);
      if (present === undefined && listNamed(group.metricFilters).length >= MAX_PER_GROUP)
        throw new AwsError("LimitExceededException", "Resource limit exceeded.");
      putNamed(group.metricFilters, name, {
        name,
        pattern,
        createdMs: present?.createdMs ?? context.clock.nowMs(),
        transformations,
      });
      return {};
    },
  },
  DeleteMetricFilter: {
    members: ["logGroupName", "filterName"],
    run(input, context) {
      checkLength(input.filterName ?? "", "filterName", 512);
      const group = groupOf({ logGroupName: input.logGroupName ?? "" }, context);
      if (findNamed(group.metricFilters, input.filterName ?? "") === undefined)
        throw new AwsError("ResourceNotFoundException", "The specified metric filter does not exist.");
      removeNamed(group.metricFilters, input.filterName ?? "");
      return {};
    },
  },
  DescribeMetricFilters: {
    members: ["logGroupName", "filterNamePrefix", "metricName", "metricNamespace", "nextToken", "limit"],
    run(input, context) {
      checkLength(input.filterNamePrefix ?? "", "filterNamePrefix", 512);
      checkLength(input.metricName ?? "", "metricName", 255);
      const groups =
        input.logGroupName === undefined
          ? listNamed(context.store(logsStore).groups)
          : [groupOf({ logGroupName: input.logGroupName }, context)];
      const filters = groups
        .flatMap((group) => listNamed(group.metricFilters).map((filter) => ({ group: group.name, filter })))
        .filter(
          ({ filter }) =>
            filter.name.startsWith(input.filterNamePrefix ?? "") &&
            filter.transformations.some(
              ({ metricName, metricNamespace }) =>
                metricName === (input.metricName ?? metricName) &&
                metricNamespace === (input.metricNamespace ?? metricNamespace),
            ),
        );
      const page = pageByKey(filters, ({ group, filter }) => `${filter.name}\n${group}`, {
        token: input.nextToken,
        pageSize: checkedLimit(input.limit, 50),
        badToken: invalidToken,
      });
      return {
        metricFilters: page.items.map(({ group, filter }) => filterView(group, filter)),
        ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      };
    },
  },
});

function checkLength(value: string, member: string, most: number): void {
  if (value.length > most)
    throw constraintError(value, member, `Member must have length less than or equal to ${most}`);
}

function checkedTransformations(
  transformations: readonly MetricTransformation[],
): readonly MetricTransformationRecord[] {
  if (transformations.length !== 1) {
    const bound = transformations.length > 1 ? "less than or equal to 1" : "greater than or equal to 1";
    throw constraintError(
      `[${transformations.map((one) => `MetricTransformation(metricName=${one.metricName ?? "null"}, metricNamespace=${one.metricNamespace ?? "null"}, metricValue=${one.metricValue ?? "null"}, defaultValue=${one.defaultValue ?? "null"}, unit=${one.unit ?? "null"}, dimensions=null)`).join(", ")}]`,
      "metricTransformations",
      `Member must have length ${bound}`,
    );
  }
  return transformations.map((one) => ({
    metricName: one.metricName ?? "",
    metricNamespace: one.metricNamespace ?? "",
    metricValue: one.metricValue ?? "",
    defaultValue: one.defaultValue,
    dimensions: one.dimensions,
    unit: one.unit,
  }));
}

function filterView(logGroupName: string, filter: MetricFilterRecord): MetricFilter {
  return {
    filterName: filter.name,
    filterPattern: filter.pattern,
    metricTransformations: structuredClone([...filter.transformations]),
    creationTime: filter.createdMs,
    logGroupName,
    applyOnTransformedLogs: false,
  };
}
