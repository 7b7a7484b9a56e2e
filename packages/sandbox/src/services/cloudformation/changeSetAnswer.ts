import type {
  Change,
  DescribeChangeSetCommandOutput,
  ResourceChangeDetail,
} from "@aws-sdk/client-cloudformation";
import type { ChangeSetRecord } from "../../cloudformation/changes/ChangeSetRecord.ts";
import { parameterAnswers } from "./stackAnswers.ts";

type ChangeSetAnswer = Omit<DescribeChangeSetCommandOutput, "$metadata">;

/** @param withValues - whether the values before and after are shown. */
export function changeSetAnswer(changeSet: ChangeSetRecord, withValues: boolean): ChangeSetAnswer {
  const { definition } = changeSet;
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    ...(changeSet.description === undefined ? {} : { Description: changeSet.description }),
    ...(definition.parameters.length === 0 ? {} : { Parameters: parameterAnswers(definition.parameters) }),
    CreationTime: new Date(changeSet.createdMs),
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    ...(changeSet.statusReason === undefined ? {} : { StatusReason: changeSet.statusReason }),
    NotificationARNs: [...definition.notificationArns],
    RollbackConfiguration: {},
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked when the request came in
    Capabilities: [...definition.capabilities] as NonNullable<ChangeSetAnswer["Capabilities"]>,
    ...(definition.tags.length === 0
      ? {}
      : { Tags: definition.tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
    Changes: withValues ? changeSet.changes.flatMap(shownWithValues) : changeSet.changes.map(withoutValues),
    IncludeNestedStacks: false,
    ...(changeSet.onStackFailure === undefined ? {} : { OnStackFailure: changeSet.onStackFailure }),
  };
}

/**
 * With values, AWS knows that the attribute of a resource which is updated in place keeps its value, and leaves such
 * a change out; what a replaced resource causes has a row more, for the value itself. Rows of values stand first.
 */
function shownWithValues(change: Change): Change[] {
  const { ResourceChange: resourceChange } = change;
  const details = resourceChange?.Details ?? [];
  const kept = details.filter(
    (detail) => !(detail.ChangeSource === "ResourceAttribute" && detail.Evaluation === "Dynamic"),
  );
  if (details.length > 0 && kept.length === 0) return [];
  const caused = kept.filter(isCaused);
  const own = kept.filter((detail) => !isCaused(detail));
  const named = new Set(own.map(({ Target }) => Target?.Name));
  const values = caused.filter(({ Target }) => !named.has(Target?.Name)).map(valueRow);
  return [{ ...change, ResourceChange: { ...resourceChange, Details: [...own, ...values, ...caused] } }];
}

function isCaused({ CausingEntity }: ResourceChangeDetail): boolean {
  return CausingEntity !== undefined;
}

function valueRow({ Target }: ResourceChangeDetail): ResourceChangeDetail {
  return { Target, Evaluation: "Dynamic", ChangeSource: "DirectModification" };
}

function withoutValues(change: Change): Change {
  if (change.ResourceChange === undefined) return change;
  const { BeforeContext: _before, AfterContext: _after, Details: details, ...rest } = change.ResourceChange;
  return {
    ...change,
    ResourceChange: {
      ...rest,
      Details: (details ?? []).map((detail) => {
        const { Attribute, Name, RequiresRecreation } = detail.Target ?? {};
        const target = { Attribute, ...(Name === undefined ? {} : { Name }), RequiresRecreation };
        return Object.assign({}, detail, { Target: target });
      }),
    },
  };
}
