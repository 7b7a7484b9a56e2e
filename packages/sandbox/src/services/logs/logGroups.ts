import type { LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { checkLogName, groupArn, groupOf } from "./logGroupLookup.ts";
import { checkedLimit, constraintError, invalidParameter, invalidToken } from "./logsErrors.ts";
import { logsStore, type LogGroupRecord } from "./LogsState.ts";
import { storedBytes } from "./storedEvents.ts";

/** Days of retention that the service takes. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logGroupOperations = defineOperations<"logs">()({
  CreateLogGroup: {
    members: ["logGroupName", "kmsKeyId", "tags", "logGroupClass", "deletionProtectionEnabled"],
    run(input, context) {
      const name = input.logGroupName ?? "";
      checkLogName(name);
      if (!/^[\w\-./#]+$/.test(name))
        throw constraintError(
          name,
          "logGroupName",
          "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
        );
      const { groups } = context.store(logsStore);
      if (findNamed(groups, name) !== undefined)
        throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
      putNamed(groups, name, {
        name,
        createdMs: context.clock.nowMs(),
        groupClass: input.logGroupClass ?? "STANDARD",
        kmsKeyId: input.kmsKeyId,
        deletionProtected: input.deletionProtectionEnabled ?? false,
        tags: { ...input.tags },
        streams: {},
        metricFilters: {},
        lastSequence: 0,
      });
      return {};
    },
  },
  DeleteLogGroup: {
    members: ["logGroupName"],
    run(input, context) {
      const group = groupOf({ logGroupName: input.logGroupName ?? "" }, context);
      if (group.deletionProtected)
        throw new AwsError(
          "ValidationException",
          "Log group has deletion protection enabled and cannot be deleted.",
        );
      removeNamed(context.store(logsStore).groups, group.name);
      return {};
    },
  },
  DescribeLogGroups: {
    members: ["logGroupNamePrefix", "logGroupNamePattern", "logGroupClass", "nextToken", "limit"],
    run(input, context) {
      const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
      if (prefix !== undefined && pattern !== undefined)
        throw invalidParameter(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        );
      const groups = listNamed(context.store(logsStore).groups).filter(
        (group) =>
          group.name.startsWith(prefix ?? "") &&
          group.name.includes(pattern ?? "") &&
          (input.logGroupClass === undefined || group.groupClass === input.logGroupClass),
      );
      const page = pageByKey(groups, (group) => group.name, {
        token: input.nextToken,
        pageSize: checkedLimit(input.limit, 50),
        badToken: invalidToken,
      });
      return {
        logGroups: page.items.map((group) => groupView(group, context)),
        ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      };
    },
  },
  PutRetentionPolicy: {
    members: ["logGroupName", "retentionInDays"],
    run(input, context) {
      const days = input.retentionInDays ?? 0;
      if (!RETENTION_DAYS.includes(days))
        throw constraintError(
          String(days),
          "retentionInDays",
          `Member must satisfy enum value set: [${RETENTION_DAYS.join(", ")}]`,
        );
      groupOf({ logGroupName: input.logGroupName ?? "" }, context).retentionDays = days;
      return {};
    },
  },
  DeleteRetentionPolicy: {
    members: ["logGroupName"],
    run(input, context) {
      groupOf({ logGroupName: input.logGroupName ?? "" }, context).retentionDays = undefined;
      return {};
    },
  },
});

function groupView(group: LogGroupRecord, context: CallContext): LogGroup {
  const arn = groupArn(group, context);
  return {
    logGroupName: group.name,
    creationTime: group.createdMs,
    ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
    metricFilterCount: listNamed(group.metricFilters).length,
    arn: `${arn}:*`,
    storedBytes: storedBytes(group, context.clock.nowMs()),
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.groupClass,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtected,
  };
}
