import type { CallContext } from "../../kernel/CallContext.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { validationError } from "./dynamodbErrors.ts";
import type { TableRecord } from "./DynamodbState.ts";
import { tableNamed } from "./tables.ts";

export const tableSettingOperations = defineOperations<"dynamodb">()({
  DescribeTimeToLive: {
    members: ["TableName"],
    run(input, context) {
      const { timeToLiveAttribute } = tableNamed(input.TableName, context);
      return {
        TimeToLiveDescription:
          timeToLiveAttribute === undefined
            ? { TimeToLiveStatus: "DISABLED" as const }
            : { TimeToLiveStatus: "ENABLED" as const, AttributeName: timeToLiveAttribute },
      };
    },
  },
  UpdateTimeToLive: {
    members: ["TableName", "TimeToLiveSpecification"],
    run(input, context) {
      const table = tableNamed(input.TableName, context);
      const { Enabled = false, AttributeName = "" } = input.TimeToLiveSpecification ?? {};
      if (Enabled && table.timeToLiveAttribute !== undefined)
        throw validationError("TimeToLive is already enabled");
      if (!Enabled && table.timeToLiveAttribute === undefined)
        throw validationError("TimeToLive is already disabled");
      table.timeToLiveAttribute = Enabled ? AttributeName : undefined;
      return { TimeToLiveSpecification: { Enabled, AttributeName } };
    },
  },
  DescribeContinuousBackups: {
    members: ["TableName"],
    run: (input, context) => backupsView(tableNamed(input.TableName, context), context),
  },
  UpdateContinuousBackups: {
    members: ["TableName", "PointInTimeRecoverySpecification"],
    run(input, context) {
      const table = tableNamed(input.TableName, context);
      table.pointInTimeRecovery = input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
      return backupsView(table, context);
    },
  },
  TagResource: {
    members: ["ResourceArn", "Tags"],
    run(input, context) {
      const table = taggedTable(input.ResourceArn, context);
      const added = (input.Tags ?? []).map((tag) => ({ Key: tag.Key ?? "", Value: tag.Value ?? "" }));
      const kept = table.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
      table.tags = [...kept, ...added];
      return {};
    },
  },
  UntagResource: {
    members: ["ResourceArn", "TagKeys"],
    run(input, context) {
      const table = taggedTable(input.ResourceArn, context);
      table.tags = table.tags.filter(({ Key }) => !(input.TagKeys ?? []).includes(Key));
      return {};
    },
  },
  ListTagsOfResource: {
    members: ["ResourceArn"],
    run: (input, context) => ({ Tags: structuredClone(taggedTable(input.ResourceArn, context).tags) }),
  },
});

function taggedTable(arn: string | undefined, context: CallContext): TableRecord {
  try {
    return tableNamed(arn, context);
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException")
      throw new AwsError(
        "ResourceNotFoundException",
        `Requested resource not found: ResourcArn: ${arn ?? ""} not found`,
      );
    throw error;
  }
}

function backupsView(
  table: TableRecord,
  context: CallContext,
): {
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: "ENABLED";
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: "ENABLED" | "DISABLED";
      EarliestRestorableDateTime?: Date;
      LatestRestorableDateTime?: Date;
    };
  };
} {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: table.pointInTimeRecovery
        ? {
            PointInTimeRecoveryStatus: "ENABLED",
            EarliestRestorableDateTime: new Date(table.createdMs),
            LatestRestorableDateTime: new Date(context.clock.nowMs()),
          }
        : { PointInTimeRecoveryStatus: "DISABLED" },
    },
  };
}
