import type { PlacementGroup } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { applyFilters } from "../requests/filters.ts";
import { invalidValue, oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { groupArn } from "../security/describeGroup.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { PlacementGroupRecord } from "./PlacementGroupRecord.ts";

const MOST_PARTITIONS = 7;

export const placementGroupOperations = defineOperations<"ec2">()({
  CreatePlacementGroup: {
    members: ["DryRun", "GroupName", "PartitionCount", "SpreadLevel", "Strategy", "TagSpecifications"],
    run(input, context) {
      const name = required(input.GroupName, "groupName");
      const strategy = oneOf(input.Strategy ?? "cluster", ["cluster", "partition", "spread"], "strategy");
      const tags = tagsFor(resourceKinds.placementGroup, input.TagSpecifications, context);
      if (groupsOf(context).some((group) => group.name === name))
        throw new AwsError(
          "InvalidPlacementGroup.Duplicate",
          `The Placement Group '${name}' already exists.`,
        );
      const partitionCount = partitionsOf(strategy, input.PartitionCount);
      refuseDryRun(input.DryRun);
      const group: PlacementGroupRecord = {
        id: context.ids.resourceId("pg"),
        name,
        strategy,
        ...(partitionCount === undefined ? {} : { partitionCount }),
        ...(strategy === "spread"
          ? { spreadLevel: oneOf(input.SpreadLevel ?? "rack", ["host", "rack"], "spreadLevel") }
          : {}),
        instanceCount: 0,
      };
      ec2State(context).placementGroups[group.id] = group;
      putTags(context, group.id, tags);
      return { PlacementGroup: describe(group, context) };
    },
  },
  DescribePlacementGroups: {
    members: ["DryRun", "Filters", "GroupIds", "GroupNames"],
    run(input, context) {
      const named = [
        ...(input.GroupNames ?? []).map((name) => placementGroupNamed(context, name)),
        ...(input.GroupIds ?? []).map((id) =>
          find(ec2State(context).placementGroups, id, resourceKinds.placementGroup),
        ),
      ];
      const selected = applyFilters(named.length > 0 ? named : groupsOf(context), input.Filters, {
        tagsOf: (group) => tagsOf(context, group.id),
        fields: {
          "group-arn": (group) => groupArn(context, "placement-group", group.name),
          "group-name": (group) => group.name,
          "spread-level": (group) => group.spreadLevel,
          state: () => "available",
          strategy: (group) => group.strategy,
        },
      });
      refuseDryRun(input.DryRun);
      return { PlacementGroups: selected.map((group) => describe(group, context)) };
    },
  },
  DeletePlacementGroup: {
    members: ["DryRun", "GroupName"],
    run(input, context) {
      const group = placementGroupNamed(context, required(input.GroupName, "groupName"));
      if (group.instanceCount > 0)
        throw new AwsError(
          "InvalidPlacementGroup.InUse",
          `The placement group '${group.name}' is in use and may not be deleted.`,
        );
      refuseDryRun(input.DryRun);
      delete ec2State(context).placementGroups[group.id];
      dropTags(context, group.id);
      return {};
    },
  },
});

/** @throws {AwsError} `InvalidPlacementGroup.Unknown` */
export function placementGroupNamed(context: RegionContext, name: string): PlacementGroupRecord {
  const found = groupsOf(context).find((group) => group.name === name);
  if (found !== undefined) return found;
  throw resourceKinds.placementGroup.notFound([name]);
}

function groupsOf(context: RegionContext): PlacementGroupRecord[] {
  return Object.values(ec2State(context).placementGroups);
}

function partitionsOf(strategy: string, count: number | undefined): number | undefined {
  if (strategy !== "partition") {
    if (count === undefined) return undefined;
    throw new AwsError(
      "InvalidParameterCombination",
      "The parameter PartitionCount can only be used with the partition strategy.",
    );
  }
  if (count !== undefined && (count < 1 || count > MOST_PARTITIONS))
    throw invalidValue(`Value (${count}) for parameter partitionCount is invalid.`);
  return count ?? MOST_PARTITIONS;
}

function describe(group: PlacementGroupRecord, context: RegionContext): PlacementGroup {
  return {
    GroupId: group.id,
    GroupName: group.name,
    GroupArn: groupArn(context, "placement-group", group.name),
    State: "available",
    Strategy: group.strategy,
    ...(group.partitionCount === undefined ? {} : { PartitionCount: group.partitionCount }),
    ...(group.spreadLevel === undefined ? {} : { SpreadLevel: group.spreadLevel }),
    Tags: [...tagsOf(context, group.id)],
  };
}
